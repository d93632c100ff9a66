package dev.pharos.storage.tsdb.block;

import java.io.IOException;
import java.nio.file.Path;

/** A file of a block holds what nobody wrote; the message says where, and what can be done. */
public final class DamagedBlockException extends IOException {

  private static final long serialVersionUID = 1L;

  private static final String WAY_OUT =
      "Put a good copy of the block in its place, or move its folder out of the data directory to"
          + " go on without its samples";

  private final transient Path file;
  private final long offset;

  DamagedBlockException(Path file, long offset, String found, String expected) {
    super(
        file
            + " is damaged at byte "
            + offset
            + ": found "
            + found
            + ", expected "
            + expected
            + ". "
            + WAY_OUT);
    this.file = file;
    this.offset = offset;
  }

  /** The file that is damaged. */
  public Path file() {
    return file;
  }

  /** Where, in bytes from the start of the file. */
  public long offset() {
    return offset;
  }
}

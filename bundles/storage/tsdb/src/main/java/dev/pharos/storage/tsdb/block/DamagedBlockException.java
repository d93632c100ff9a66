package dev.pharos.storage.tsdb.block;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A file of a block holds what nobody wrote, or is missing; the message says where, and what can be
 * done.
 */
public final class DamagedBlockException extends IOException {

  private static final long serialVersionUID = 1L;

  private static final String WAY_OUT =
      "Put a good copy of the block in its place, or move its folder out of the data directory to"
          + " go on without its samples";

  private final transient Path file;
  private final long offset;

  private DamagedBlockException(Path file, long offset, String what) {
    super(file + what + ". " + WAY_OUT);
    this.file = file;
    this.offset = offset;
  }

  DamagedBlockException(Path file, long offset, String found, String expected) {
    this(
        file,
        offset,
        " is damaged at byte " + offset + ": found " + found + ", expected " + expected);
  }

  /** A file that a block must have is not there. */
  static DamagedBlockException missing(Path file) {
    return new DamagedBlockException(file, 0, " is missing");
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

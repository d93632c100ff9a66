package dev.pharos.storage.tsdb.wal;

import java.nio.file.Path;

/**
 * A place in a log where bytes stand that were not written so.
 *
 * @param file the segment
 * @param offset where the damage was noticed
 * @param found what stands there
 * @param expected what should
 * @param torn whether the file just ends too early, as it does when a process is killed
 */
public record Damage(Path file, long offset, String found, String expected, boolean torn) {

  @Override
  public String toString() {
    return file + " is damaged at byte " + offset + ": found " + found + ", expected " + expected;
  }
}

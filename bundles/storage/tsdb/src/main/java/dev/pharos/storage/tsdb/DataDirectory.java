package dev.pharos.storage.tsdb;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Sees to it that a data folder can be used before anything in it is touched. */
final class DataDirectory {

  private DataDirectory() {}

  /**
   * Makes the folders that are not there.
   *
   * @throws IOException if they cannot be used; the message says what to do
   */
  static void prepare(TsdbSettings settings) throws IOException {
    create(settings.path());
    requireWritable(settings.path());
    create(settings.wal());
    requireWritable(settings.wal());
  }

  private static void create(Path dir) throws IOException {
    try {
      Files.createDirectories(dir);
    } catch (FileAlreadyExistsException e) {
      throw new IOException(
          "the data folder " + dir.toAbsolutePath() + " is a file; name a folder", e);
    } catch (IOException e) {
      throw new IOException(
          "the data folder "
              + dir.toAbsolutePath()
              + " cannot be made: "
              + e.getMessage()
              + "; make it, owned by the user this server runs as",
          e);
    }
  }

  /** Asks by writing: permissions do not tell of a file system that is mounted read-only. */
  private static void requireWritable(Path dir) throws IOException {
    try {
      Files.delete(Files.createTempFile(dir, "writable", ".tmp"));
    } catch (IOException e) {
      throw new IOException(
          "the data folder "
              + dir.toAbsolutePath()
              + " cannot be written to ("
              + e
              + "); make it writable for the user this server runs as, or name another with"
              + " --storage.tsdb.path",
          e);
    }
  }
}

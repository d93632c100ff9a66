package dev.pharos.storage.tsdb;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Sees to it that a data folder can be used before anything in it is touched. */
final class DataDirectory {

  private static final System.Logger LOG = System.getLogger(DataDirectory.class.getName());

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
    warnOfBlocks(settings.path());
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

  private static void warnOfBlocks(Path dir) throws IOException {
    List<String> blocks = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(dir)) {
      for (Path entry : entries) {
        if (Files.exists(entry.resolve("meta.json"))) {
          blocks.add(entry.getFileName().toString());
        }
      }
    }
    if (!blocks.isEmpty()) {
      LOG.log(
          Level.WARNING,
          "{0} holds {1} blocks, which this version leaves alone and does not read: queries see"
              + " what the log holds and no older samples",
          dir,
          blocks.size());
    }
  }
}

package dev.pharos.storage.tsdb;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The right to use a data folder, held by one process at a time: a lock on the file {@code lock},
 * which tells the process's id.
 */
final class DirectoryLock implements Closeable {

  private static final Path KERNEL_LOCKS = Path.of("/proc/locks");

  private final RandomAccessFile file;

  private DirectoryLock(RandomAccessFile file) {
    this.file = file;
  }

  /**
   * Takes the lock.
   *
   * @throws IOException if another process holds it; the message says which
   */
  static DirectoryLock take(Path dir) throws IOException {
    Path path = dir.resolve("lock");
    RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
    boolean taken = false;
    try {
      FileLock lock = tryLock(file);
      Optional<String> other = otherHolder(path);
      if (lock == null || other.isPresent()) {
        throw new IOException(
            "the data folder "
                + dir.toAbsolutePath()
                + " is in use by process "
                + other.orElseGet(() -> holder(file))
                + ", which holds "
                + path.getFileName()
                + "; stop it, or give this server another --storage.tsdb.path");
      }
      file.setLength(0);
      file.write((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII));
      taken = true;
      return new DirectoryLock(file);
    } finally {
      if (!taken) {
        file.close();
      }
    }
  }

  private static @Nullable FileLock tryLock(RandomAccessFile file) throws IOException {
    try {
      return file.getChannel().tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // This very process has it.
    }
  }

  private static String holder(RandomAccessFile file) {
    try {
      file.seek(0);
      String line = file.readLine();
      return line == null || line.isBlank() ? "unknown" : line.strip();
    } catch (IOException e) {
      return "unknown";
    }
  }

  /**
   * Who holds the other kind of lock there is on a file, which does not exclude ours: Prometheus
   * takes that one.
   */
  private static Optional<String> otherHolder(Path path) throws IOException {
    if (!Files.isReadable(KERNEL_LOCKS)) {
      return Optional.empty();
    }
    String inode = ":" + Files.getAttribute(path, "unix:ino");
    for (String line : Files.readAllLines(KERNEL_LOCKS)) {
      // 7: FLOCK  ADVISORY  WRITE 4711 08:01:1234567 0 EOF
      String[] words = line.trim().split("\\s+", -1);
      if (words.length > 5 && words[1].equals("FLOCK") && words[5].endsWith(inode)) {
        return Optional.of(words[4]);
      }
    }
    return Optional.empty();
  }

  /** Gives the folder free: a lock ends with the file it is on. */
  @Override
  public void close() throws IOException {
    file.close();
  }
}

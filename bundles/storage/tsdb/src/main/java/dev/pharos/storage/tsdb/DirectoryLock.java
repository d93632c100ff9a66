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
 * The right to use a data folder, held by one process at a time: locks on the file {@code lock},
 * which tells the process's id. There are two kinds of locks, which do not see each other; both are
 * taken, the second so that a Prometheus notices.
 */
final class DirectoryLock implements Closeable {

  private static final Path KERNEL_LOCKS = Path.of("/proc/locks");

  private static final Flock.Attempt NOT_TRIED =
      new Flock.Attempt(Flock.Outcome.NOT_THERE, Optional.empty());

  private final RandomAccessFile file;
  private final Optional<Flock> flock;
  private final boolean left;

  private DirectoryLock(RandomAccessFile file, Optional<Flock> flock, boolean left) {
    this.file = file;
    this.flock = flock;
    this.left = left;
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
      Optional<String> other = lock == null ? Optional.empty() : otherHolder(path);
      Flock.Attempt attempt = lock == null || other.isPresent() ? NOT_TRIED : Flock.attempt(path);
      if (lock == null || other.isPresent() || attempt.outcome() == Flock.Outcome.HELD_BY_ANOTHER) {
        throw new IOException(
            "the data folder "
                + dir.toAbsolutePath()
                + " is in use by process "
                + other.orElseGet(() -> holder(file))
                + ", which holds "
                + path.getFileName()
                + "; stop it, or give this server another --storage.tsdb.path");
      }
      boolean left = file.length() > 0;
      file.setLength(0);
      file.write((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII));
      taken = true;
      return new DirectoryLock(file, attempt.lock(), left);
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

  /** Who holds a lock by {@code flock(2)} on a file, as far as the kernel tells. */
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

  /** Whether the file told of a process that has not given the folder free. */
  boolean wasLeft() {
    return left;
  }

  /**
   * Gives the folder free: locks end with the file they are on. The file stays, since somebody may
   * be waiting for it, but it tells of nobody any more.
   */
  @Override
  public void close() throws IOException {
    try (file) {
      file.setLength(0);
      if (flock.isPresent()) {
        flock.get().close();
      }
    }
  }
}

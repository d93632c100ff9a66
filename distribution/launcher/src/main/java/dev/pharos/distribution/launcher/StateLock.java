package dev.pharos.distribution.launcher;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Keeps a second process away from the state folder; the system frees it if this one dies. */
final class StateLock implements AutoCloseable {

  private final Path file;
  private final FileChannel channel;

  private StateLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Takes the folder, making it if need be.
   *
   * @throws IOException if another process has it
   */
  static StateLock take(Path state) throws IOException {
    Files.createDirectories(state);
    Path file = state.resolve("lock");
    FileChannel channel = FileChannel.open(file, CREATE, WRITE);
    if (lock(channel) == null) {
      channel.close();
      throw new IOException(
          "another Pharos uses "
              + state
              + "; stop it, or give this one a --storage.tsdb.path of its own");
    }
    return new StateLock(file, channel);
  }

  private static @Nullable FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException here) {
      return null;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  @Override
  public String toString() {
    return file.toString();
  }
}

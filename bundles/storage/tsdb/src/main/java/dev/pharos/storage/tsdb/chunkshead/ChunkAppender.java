package dev.pharos.storage.tsdb.chunkshead;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.System.Logger.Level;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The end of the file that chunks are added to: what is written of it, and behind that a buffer.
 *
 * <p>Used by the one thread that writes; what readers see of it changes under their lock, which
 * {@link HeadChunks} holds.
 */
final class ChunkAppender {

  private static final System.Logger LOG = System.getLogger(ChunkAppender.class.getName());

  private final ChunkFile chunkFile;
  private final RandomAccessFile file;
  private byte[] buffer;
  private MemorySegment buffered;
  private long written;
  private int filled;
  private boolean torn;

  private ChunkAppender(ChunkFile chunkFile, RandomAccessFile file, int bufferBytes) {
    this.chunkFile = chunkFile;
    this.file = file;
    this.buffer = new byte[bufferBytes];
    this.buffered = MemorySegment.ofArray(buffer);
    this.written = ChunkFormat.FILE_HEADER;
  }

  static ChunkAppender create(ChunkFile chunkFile, int bufferBytes) throws IOException {
    Path path = chunkFile.path();
    boolean created = false;
    try {
      Files.write(path, ChunkFormat.fileHeader(), StandardOpenOption.CREATE_NEW);
      RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
      file.seek(ChunkFormat.FILE_HEADER);
      created = true;
      return new ChunkAppender(chunkFile, file, bufferBytes);
    } finally {
      if (!created) {
        Files.deleteIfExists(path);
      }
    }
  }

  ChunkFile chunkFile() {
    return chunkFile;
  }

  /** Bytes that are in the file. */
  long written() {
    return written;
  }

  /** Bytes that are in the file or will be. */
  long size() {
    return written + filled;
  }

  /** What follows the bytes written; only the first {@link #size} less {@link #written}. */
  MemorySegment buffered() {
    return buffered.asSlice(0, filled);
  }

  boolean hasRoomFor(int size) {
    return buffer.length - filled >= size;
  }

  /** Makes the empty buffer larger. */
  void grow(int size) {
    assert filled == 0 : filled;
    if (buffer.length < size) {
      buffer = new byte[size];
      buffered = MemorySegment.ofArray(buffer);
    }
  }

  byte[] buffer() {
    return buffer;
  }

  int filled() {
    return filled;
  }

  /** The chunk in the buffer that ends there counts from now on. */
  void filled(int end) {
    filled = end;
  }

  /** Writes the buffer; when that fails, it stays as it was and nothing of it in the file. */
  void write() throws IOException {
    if (torn) {
      file.setLength(written);
      file.seek(written);
    }
    torn = true;
    file.write(buffer, 0, filled);
    torn = false;
  }

  /** The buffer stands in the file now. */
  void wrote() {
    written += filled;
    filled = 0;
  }

  /** Forces it to the disk and ends. */
  void close() throws IOException {
    try (RandomAccessFile closing = file) {
      if (torn) {
        closing.setLength(written);
      }
      closing.getFD().sync();
    }
  }

  /** The same on another thread. */
  void closeBehind() {
    Thread.ofVirtual()
        .name("chunks-head-sync")
        .start(
            () -> {
              try {
                close();
              } catch (IOException e) {
                LOG.log(
                    Level.WARNING,
                    chunkFile.path()
                        + " could not be forced to the disk; if the machine stops now, the log"
                        + " has its samples",
                    e);
              }
            });
  }
}

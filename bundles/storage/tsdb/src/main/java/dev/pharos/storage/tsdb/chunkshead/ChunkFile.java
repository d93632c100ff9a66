package dev.pharos.storage.tsdb.chunkshead;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A file of chunks and its mapping, which is made when it is first needed.
 *
 * <p>Whoever reads the mapping keeps it from being undone meanwhile; see {@link HeadChunks}.
 */
final class ChunkFile {

  private final Path path;
  private final int number;
  private long maxMillis = Long.MIN_VALUE;
  private @Nullable Arena arena;
  private MemorySegment mapped = MemorySegment.NULL;

  ChunkFile(Path dir, int number) {
    this.path = dir.resolve(String.format(Locale.ROOT, "%06d", number));
    this.number = number;
  }

  Path path() {
    return path;
  }

  int number() {
    return number;
  }

  /** The latest sample of its chunks. */
  long maxMillis() {
    return maxMillis;
  }

  void holds(long chunkMaxMillis) {
    maxMillis = Math.max(maxMillis, chunkMaxMillis);
  }

  /** What is mapped of it; empty if nothing is. */
  MemorySegment mapped() {
    return mapped;
  }

  /** Maps it as long as it is now. */
  MemorySegment map() throws IOException {
    unmap();
    Arena made = Arena.ofShared();
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      if (channel.size() > Integer.MAX_VALUE) {
        throw new IOException(
            path + " has " + channel.size() + " bytes, which no file of chunks has; delete it");
      }
      mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), made);
      arena = made;
      return mapped;
    } finally {
      if (arena != made) {
        made.close();
      }
    }
  }

  void unmap() {
    Arena old = arena;
    arena = null;
    mapped = MemorySegment.NULL;
    if (old != null) {
      old.close();
    }
  }

  void delete() throws IOException {
    unmap();
    Files.deleteIfExists(path);
  }
}

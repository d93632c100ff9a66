package dev.pharos.storage.tsdb.tool;

import dev.pharos.storage.tsdb.chunk.Encoding;
import dev.pharos.storage.tsdb.chunk.PackedChunk;
import dev.pharos.storage.tsdb.series.ChunkList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Chunks of a series in memory. */
final class PackedChunks implements ChunkList {

  private final List<PackedChunk> chunks;
  private final long @Nullable [] deleted;

  PackedChunks(List<PackedChunk> chunks, long @Nullable [] deleted) {
    this.chunks = List.copyOf(chunks);
    this.deleted = deleted;
  }

  @Override
  public int size() {
    return chunks.size();
  }

  @Override
  public long minMillis(int chunk) {
    return chunks.get(chunk).minMillis();
  }

  @Override
  public long maxMillis(int chunk) {
    return chunks.get(chunk).maxMillis();
  }

  @Override
  public Encoding encoding(int chunk) {
    return chunks.get(chunk).encoding();
  }

  @Override
  public byte[] read(int chunk, byte[] buffer) {
    PackedChunk packed = chunks.get(chunk);
    byte[] copy = buffer.length < packed.length() ? new byte[packed.length() + 64] : buffer;
    System.arraycopy(packed.bytes(), 0, copy, 0, packed.length());
    return copy;
  }

  @Override
  public int length(int chunk) {
    return chunks.get(chunk).length();
  }

  @Override
  public long @Nullable [] deleted() {
    return deleted;
  }
}

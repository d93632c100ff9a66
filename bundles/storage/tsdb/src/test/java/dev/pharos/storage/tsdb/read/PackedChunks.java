package dev.pharos.storage.tsdb.read;

import dev.pharos.storage.tsdb.chunk.Encoding;
import dev.pharos.storage.tsdb.chunk.XorWriter;
import dev.pharos.storage.tsdb.series.ChunkList;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Chunks of values, which tell how many of them were read. */
final class PackedChunks implements ChunkList {

  @SuppressWarnings("ArrayRecordComponent") // Nobody else sees them.
  private record Packed(long minMillis, long maxMillis, byte[] bytes) {}

  private final List<Packed> chunks = new ArrayList<>();
  private final long @Nullable [] deleted;
  int reads;

  PackedChunks() {
    this(null);
  }

  PackedChunks(long @Nullable [] deleted) {
    this.deleted = deleted;
  }

  /** Adds a chunk with a sample at each of the instants, all of one value. */
  PackedChunks with(double value, long... timestamps) {
    XorWriter writer = new XorWriter();
    for (long timestamp : timestamps) {
      writer.append(timestamp, value);
    }
    chunks.add(new Packed(timestamps[0], timestamps[timestamps.length - 1], writer.seal().bytes()));
    return this;
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
    return Encoding.XOR;
  }

  @Override
  public byte[] read(int chunk, byte[] buffer) {
    reads++;
    byte[] bytes = chunks.get(chunk).bytes();
    byte[] target = buffer.length >= bytes.length ? buffer : new byte[bytes.length + 8];
    System.arraycopy(bytes, 0, target, 0, bytes.length);
    return target;
  }

  @Override
  public int length(int chunk) {
    return chunks.get(chunk).bytes().length;
  }

  @Override
  public long @Nullable [] deleted() {
    return deleted;
  }
}

package dev.pharos.storage.tsdb.head;

import dev.pharos.identity.api.Access;
import dev.pharos.model.Labels;
import dev.pharos.storage.api.StorageException;
import dev.pharos.storage.tsdb.chunk.Encoding;
import dev.pharos.storage.tsdb.series.ChunkList;
import dev.pharos.storage.tsdb.series.ChunkSeriesSet;
import org.jspecify.annotations.Nullable;

/** The series of a {@link Capture} in the order of their labels. */
final class HeadSelection implements ChunkSeriesSet {

  private final Access access;
  private final Capture capture;
  private final FullChunks full;
  private final int[] order;
  private final Runnable closing;
  private int current = -1;
  private boolean closed;

  /**
   * A set.
   *
   * @param closing is run once, when the set is closed
   */
  HeadSelection(Access access, Capture capture, FullChunks full, int[] order, Runnable closing) {
    this.access = access;
    this.capture = capture;
    this.full = full;
    this.order = order;
    this.closing = closing;
  }

  @Override
  public boolean next() {
    access.check();
    current = Math.min(current + 1, order.length);
    return current < order.length;
  }

  @Override
  public Labels labels() {
    return capture.labels(current());
  }

  @Override
  public ChunkList chunks() {
    return new Chunks(capture, current(), full);
  }

  private int current() {
    if (current < 0 || current >= order.length) {
      throw new IllegalStateException("there is no current series");
    }
    return order[current];
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      closing.run();
    }
  }

  /** The chunks of one series. */
  private static final class Chunks implements ChunkList {

    private final Capture capture;
    private final FullChunks full;
    private final int series;
    private final int first;

    Chunks(Capture capture, int series, FullChunks full) {
      this.capture = capture;
      this.full = full;
      this.series = series;
      this.first = capture.firstChunk(series);
    }

    @Override
    public int size() {
      return capture.lastChunk(series) - first + 1;
    }

    @Override
    public long minMillis(int chunk) {
      return capture.minMillis(first + chunk);
    }

    @Override
    public long maxMillis(int chunk) {
      return capture.maxMillis(first + chunk);
    }

    @Override
    public Encoding encoding(int chunk) {
      return capture.encoding(first + chunk);
    }

    @Override
    public int length(int chunk) throws StorageException {
      int at = first + chunk;
      return capture.bytes(at) == null
          ? full.length(capture.reference(at))
          : (capture.bits(at) + 7) >>> 3;
    }

    @Override
    public byte[] read(int chunk, byte[] buffer) throws StorageException {
      int at = first + chunk;
      byte[] bytes = capture.bytes(at);
      if (bytes == null) {
        return full.read(capture.reference(at), buffer);
      }
      int bits = capture.bits(at);
      int length = (bits + 7) >>> 3;
      byte[] copy = buffer.length < length ? new byte[Math.max(length, 256)] : buffer;
      System.arraycopy(bytes, 0, copy, 0, length);
      // What was added since may share the last byte.
      copy[length - 1] &= (byte) (0xff00 >>> (((bits - 1) & 7) + 1));
      OpenChunk.putCount(copy, capture.count(at));
      return copy;
    }

    @Override
    public long @Nullable [] deleted() {
      return capture.deleted(series);
    }
  }
}

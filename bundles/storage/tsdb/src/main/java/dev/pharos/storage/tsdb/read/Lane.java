package dev.pharos.storage.tsdb.read;

import dev.pharos.identity.api.Access;
import dev.pharos.model.NativeHistogram;
import dev.pharos.model.TimeRange;
import dev.pharos.storage.api.SampleCursor;
import dev.pharos.storage.api.StorageException;
import dev.pharos.storage.tsdb.chunk.ChunkDecoder;
import dev.pharos.storage.tsdb.series.ChunkList;
import dev.pharos.storage.tsdb.series.Intervals;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The samples of chunks that lie apart, one chunk after the other, within a range and without those
 * that are deleted.
 *
 * <p>A lane stands on a sample, or waits before a chunk that it has not opened yet, or is at its
 * end. A chunk whose bounds say that nothing in it is wanted is never opened.
 */
final class Lane implements SampleCursor {

  private enum State {
    WAITING,
    STANDING,
    OVER
  }

  private static final byte[] NOTHING = {};

  private final Access access;
  private final long endMillis;
  private final LaneChunks chunks;
  private final ChunkDecoder decoder = new ChunkDecoder();
  private byte[] buffer = NOTHING;
  private State state = State.WAITING;

  /** Nothing before this is wanted any more. */
  private long fromMillis;

  /** The chunk to be opened next; the one before it is the one being decoded. */
  private int nextChunk;

  /** Timestamp of the last sample of the chunk being decoded. */
  private long maxMillis;

  /** What is deleted of the source of the chunk being decoded, if that touches it. */
  private long @Nullable [] deleted;

  Lane(Access access, TimeRange range, LaneChunks chunks) {
    this.access = access;
    this.fromMillis = range.startMillis();
    this.endMillis = range.endMillis();
    this.chunks = chunks;
    skipChunks();
  }

  // What one lane does alone

  @Override
  public Kind next() throws StorageException {
    if (state == State.STANDING) {
      step();
    }
    return arrive();
  }

  @Override
  public Kind seek(long timestampMillis) throws StorageException {
    skipTo(timestampMillis);
    return arrive();
  }

  private Kind arrive() throws StorageException {
    while (state == State.WAITING) {
      open();
    }
    return kind();
  }

  @Override
  public int read(long[] timestamps, double[] values, int from, int to) throws StorageException {
    int at = from;
    while (at < to) {
      at += readChunk(timestamps, values, at, to);
      if (at == to || next() != Kind.VALUE) {
        break;
      }
      timestamps[at] = decoder.timestampMillis();
      values[at] = decoder.value();
      at++;
    }
    return at - from;
  }

  // What a lane does among others

  boolean isOver() {
    return state == State.OVER;
  }

  boolean isStanding() {
    return state == State.STANDING;
  }

  /** Timestamp of the current sample; where there is none yet, the earliest it can have. */
  long earliestMillis() {
    return state == State.STANDING
        ? decoder.timestampMillis()
        : Math.max(fromMillis, chunks.minMillis(nextChunk));
  }

  /** Where the chunk of the current sample stands among all of the series. */
  long rank() {
    return chunks.rank(nextChunk - 1);
  }

  /** The last instant of the chunk that the current sample is in. */
  long chunkEndMillis() {
    return maxMillis;
  }

  Kind kind() {
    return state == State.STANDING ? decoder.kind() : Kind.END;
  }

  /** Opens the chunk that is next, and goes to its first sample that is wanted, if it has one. */
  void open() throws StorageException {
    access.check();
    ChunkList source = chunks.source(nextChunk);
    int chunk = chunks.index(nextChunk);
    nextChunk++;
    buffer = source.read(chunk, buffer);
    decoder.reset(source.encoding(chunk), buffer, 0, source.length(chunk));
    maxMillis = source.maxMillis(chunk);
    long[] spans = source.deleted();
    deleted =
        spans != null && Intervals.overlaps(spans, source.minMillis(chunk), maxMillis)
            ? spans
            : null;
    state = State.STANDING;
    step();
  }

  /** Goes on within the chunk; waits for the next one if there is nothing more in it. */
  void step() throws StorageException {
    while (decoder.next()) {
      long timestamp = decoder.timestampMillis();
      if (timestamp >= endMillis) {
        state = State.OVER;
        return;
      }
      if (timestamp >= fromMillis && (deleted == null || !Intervals.contains(deleted, timestamp))) {
        return;
      }
    }
    leaveChunk();
  }

  /** Leaves behind what is before an instant, without opening a chunk. */
  void skipTo(long timestampMillis) throws StorageException {
    if (timestampMillis <= fromMillis) {
      return;
    }
    fromMillis = timestampMillis;
    switch (state) {
      case STANDING -> {
        if (maxMillis < timestampMillis) {
          leaveChunk();
        } else if (decoder.timestampMillis() < timestampMillis) {
          step();
        }
      }
      case WAITING -> skipChunks();
      case OVER -> {}
    }
  }

  private void leaveChunk() {
    state = State.WAITING;
    skipChunks();
  }

  private void skipChunks() {
    while (nextChunk < chunks.size() && chunks.maxMillis(nextChunk) < fromMillis) {
      nextChunk++;
    }
    if (nextChunk == chunks.size() || chunks.minMillis(nextChunk) >= endMillis) {
      state = State.OVER;
    }
  }

  /**
   * Reads values that follow the current one in its chunk; stays on the last of them.
   *
   * @return how many; 0 if the lane does not stand on a value or the chunk has no more
   */
  int readChunk(long[] timestamps, double[] values, int from, int to) throws StorageException {
    if (state != State.STANDING || decoder.kind() != Kind.VALUE || deleted != null) {
      return 0;
    }
    int read = decoder.read(timestamps, values, from, to);
    if (maxMillis >= endMillis && read > 0 && timestamps[from + read - 1] >= endMillis) {
      int end = Arrays.binarySearch(timestamps, from, from + read, endMillis);
      state = State.OVER;
      return (end < 0 ? -end - 1 : end) - from;
    }
    return read;
  }

  @Override
  public long timestampMillis() {
    requireStanding();
    return decoder.timestampMillis();
  }

  @Override
  public double value() {
    requireStanding();
    return decoder.value();
  }

  @Override
  public NativeHistogram histogram() {
    requireStanding();
    return decoder.histogram();
  }

  private void requireStanding() {
    if (state != State.STANDING) {
      throw new IllegalStateException("there is no current sample");
    }
  }
}

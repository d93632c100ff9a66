package dev.pharos.storage.tsdb.head;

import dev.pharos.identity.api.Access;
import dev.pharos.model.NativeHistogram;
import dev.pharos.model.TimeRange;
import dev.pharos.storage.api.SampleCursor;
import dev.pharos.storage.tsdb.chunk.Chunk;
import dev.pharos.storage.tsdb.chunk.ChunkReader;
import dev.pharos.storage.tsdb.series.Intervals;
import org.jspecify.annotations.Nullable;

/** Goes over the samples of a {@link SeriesCapture} within a range. */
final class HeadCursor implements SampleCursor {

  private final Access access;
  private final SeriesCapture series;
  private final long startMillis;
  private final long endMillis;
  private int nextChunk;
  private @Nullable ChunkReader reader;
  private Kind kind = Kind.END;
  private boolean started;

  HeadCursor(Access access, TimeRange range, SeriesCapture series) {
    this.access = access;
    this.series = series;
    this.startMillis = range.startMillis();
    this.endMillis = range.endMillis();
  }

  @Override
  public Kind next() {
    if (!started) {
      return seek(startMillis);
    }
    return kind == Kind.END ? kind : advance(startMillis);
  }

  @Override
  public Kind seek(long timestampMillis) {
    if (!started) {
      started = true;
      return advance(Math.max(startMillis, timestampMillis));
    }
    ChunkReader current = reader;
    if (kind == Kind.END || current == null || current.timestampMillis() >= timestampMillis) {
      return kind;
    }
    return advance(timestampMillis);
  }

  /** Goes on to the next sample that is not before {@code fromMillis}. */
  private Kind advance(long fromMillis) {
    ChunkReader current = reader;
    if (current != null && isBefore(nextChunk - 1, fromMillis)) {
      current = null;
    }
    while (true) {
      if (current == null) {
        current = openChunk(fromMillis);
        if (current == null) {
          return end();
        }
      }
      while (current.next()) {
        long timestamp = current.timestampMillis();
        if (timestamp >= endMillis) {
          return end();
        }
        if (timestamp >= fromMillis && !Intervals.contains(series.deleted(), timestamp)) {
          reader = current;
          kind = current.kind();
          return kind;
        }
      }
      current = null;
    }
  }

  private boolean isBefore(int index, long millis) {
    Chunk chunk = series.chunk(index);
    return chunk == null || chunk.maxMillis() < millis;
  }

  private @Nullable ChunkReader openChunk(long fromMillis) {
    access.check();
    while (nextChunk < series.chunks()) {
      Chunk chunk = series.chunk(nextChunk);
      nextChunk++;
      if (chunk != null && chunk.maxMillis() >= fromMillis) {
        return chunk.reader();
      }
    }
    return null;
  }

  private Kind end() {
    reader = null;
    kind = Kind.END;
    return kind;
  }

  private ChunkReader present() {
    ChunkReader current = reader;
    if (current == null) {
      throw new IllegalStateException("there is no current sample");
    }
    return current;
  }

  @Override
  public long timestampMillis() {
    return present().timestampMillis();
  }

  @Override
  public double value() {
    return present().value();
  }

  @Override
  public NativeHistogram histogram() {
    return present().histogram();
  }
}

package dev.pharos.storage.tsdb.head;

import dev.pharos.identity.api.Access;
import dev.pharos.model.Labels;
import dev.pharos.model.NativeHistogram;
import dev.pharos.model.TimeRange;
import dev.pharos.storage.api.SampleCursor;
import dev.pharos.storage.api.SeriesSet;
import dev.pharos.storage.api.StorageException;
import dev.pharos.storage.tsdb.chunk.ChunkDecoder;
import dev.pharos.storage.tsdb.series.ChunkList;
import dev.pharos.storage.tsdb.series.ChunkSeriesSet;
import dev.pharos.storage.tsdb.series.Intervals;

/** Series of one source whose chunks do not overlap, with cursors over their samples. */
public final class HeadCursors implements SeriesSet {

  private final Access access;
  private final TimeRange range;
  private final ChunkSeriesSet series;

  public HeadCursors(Access access, TimeRange range, ChunkSeriesSet series) {
    this.access = access;
    this.range = range;
    this.series = series;
  }

  @Override
  public boolean next() throws StorageException {
    return series.next();
  }

  @Override
  public Labels labels() {
    return series.labels();
  }

  @Override
  public SampleCursor samples() {
    return new Cursor(access, range, series.chunks());
  }

  @Override
  public void close() {
    series.close();
  }

  private static final class Cursor implements SampleCursor {

    private final Access access;
    private final TimeRange range;
    private final ChunkList chunks;
    private final ChunkDecoder decoder = new ChunkDecoder();
    private byte[] buffer = new byte[256];
    private int nextChunk;
    private boolean inChunk;
    private boolean started;
    private Kind kind = Kind.END;

    Cursor(Access access, TimeRange range, ChunkList chunks) {
      this.access = access;
      this.range = range;
      this.chunks = chunks;
    }

    @Override
    public Kind next() throws StorageException {
      if (!started) {
        return seek(range.startMillis());
      }
      return kind == Kind.END ? kind : advance(range.startMillis());
    }

    @Override
    public Kind seek(long timestampMillis) throws StorageException {
      if (!started) {
        started = true;
        return advance(Math.max(range.startMillis(), timestampMillis));
      }
      if (kind == Kind.END || decoder.timestampMillis() >= timestampMillis) {
        return kind;
      }
      return advance(timestampMillis);
    }

    private Kind advance(long fromMillis) throws StorageException {
      if (inChunk && chunks.maxMillis(nextChunk - 1) < fromMillis) {
        inChunk = false;
      }
      while (inChunk || openChunk(fromMillis)) {
        while (decoder.next()) {
          long timestamp = decoder.timestampMillis();
          if (timestamp >= range.endMillis()) {
            return end();
          }
          if (timestamp >= fromMillis && !Intervals.contains(chunks.deleted(), timestamp)) {
            kind = decoder.kind();
            return kind;
          }
        }
        inChunk = false;
      }
      return end();
    }

    private boolean openChunk(long fromMillis) throws StorageException {
      access.check();
      while (nextChunk < chunks.size() && chunks.maxMillis(nextChunk) < fromMillis) {
        nextChunk++;
      }
      if (nextChunk == chunks.size()) {
        return false;
      }
      buffer = chunks.read(nextChunk, buffer);
      decoder.reset(chunks.encoding(nextChunk), buffer, 0, chunks.length(nextChunk));
      nextChunk++;
      inChunk = true;
      return true;
    }

    private Kind end() {
      kind = Kind.END;
      inChunk = false;
      nextChunk = chunks.size();
      return kind;
    }

    private void requireSample() {
      if (kind == Kind.END) {
        throw new IllegalStateException("there is no current sample");
      }
    }

    @Override
    public long timestampMillis() {
      requireSample();
      return decoder.timestampMillis();
    }

    @Override
    public double value() {
      requireSample();
      return decoder.value();
    }

    @Override
    public NativeHistogram histogram() {
      requireSample();
      return decoder.histogram();
    }
  }
}

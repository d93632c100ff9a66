package dev.pharos.storage.tsdb.chunk;

import dev.pharos.model.NativeHistogram;
import org.jspecify.annotations.Nullable;

/** Native histograms in the order of time, as they came. */
@SuppressWarnings("ArrayRecordComponent") // Shared with the writer on purpose.
public record HistogramChunk(int count, long[] timestamps, @Nullable NativeHistogram[] histograms)
    implements Chunk {

  @Override
  public long minMillis() {
    return timestamps[0];
  }

  @Override
  public long maxMillis() {
    return timestamps[count - 1];
  }

  @Override
  public int size() {
    return timestamps.length * (Long.BYTES + Integer.BYTES);
  }

  @Override
  public HistogramReader reader() {
    return new HistogramReader(this);
  }
}

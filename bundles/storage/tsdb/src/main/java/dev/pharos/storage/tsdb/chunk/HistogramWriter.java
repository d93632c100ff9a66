package dev.pharos.storage.tsdb.chunk;

import dev.pharos.model.NativeHistogram;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Collects native histograms. */
public final class HistogramWriter implements ChunkWriter {

  private long[] timestamps = new long[8];
  private @Nullable NativeHistogram[] histograms = new @Nullable NativeHistogram[8];
  private int count;

  /** Adds a histogram; its timestamp is later than that of the one before. */
  public void append(long timestampMillis, NativeHistogram histogram) {
    if (count == timestamps.length) {
      timestamps = Arrays.copyOf(timestamps, 2 * count);
      histograms = Arrays.copyOf(histograms, 2 * count);
    }
    timestamps[count] = timestampMillis;
    histograms[count] = histogram;
    count++;
  }

  @Override
  public long firstMillis() {
    return timestamps[0];
  }

  @Override
  public int count() {
    return count;
  }

  @Override
  public HistogramChunk view() {
    return new HistogramChunk(count, timestamps, histograms);
  }

  @Override
  public HistogramChunk seal() {
    return new HistogramChunk(
        count, Arrays.copyOf(timestamps, count), Arrays.copyOf(histograms, count));
  }
}

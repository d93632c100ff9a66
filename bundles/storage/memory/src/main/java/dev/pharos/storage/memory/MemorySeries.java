package dev.pharos.storage.memory;

import dev.pharos.model.Exemplar;
import dev.pharos.model.Labels;
import dev.pharos.model.NativeHistogram;
import dev.pharos.model.Sample;
import dev.pharos.model.TimeRange;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One series and its samples.
 *
 * <p>Guarded by the lock of the {@link MemoryHead}; the elements of the arrays below {@code size}
 * never change, which is what lets {@linkplain #view views} be read without it.
 */
final class MemorySeries {

  final long reference;
  final Labels labels;

  /** How often the head had forgotten old samples when this series was made. */
  final long madeIn;

  /** Whether the head holds it; a batch may still add to one that it has let go. */
  boolean held = true;

  @Nullable Exemplar lastExemplar;

  private long[] timestamps = new long[16];
  private double[] values = new double[16];
  private long @Nullable [] starts;
  private @Nullable NativeHistogram @Nullable [] histograms;
  private int size;

  MemorySeries(long reference, Labels labels, long madeIn) {
    this.reference = reference;
    this.labels = labels;
    this.madeIn = madeIn;
  }

  boolean isEmpty() {
    return size == 0;
  }

  long lastMillis() {
    return timestamps[size - 1];
  }

  double lastValue() {
    return values[size - 1];
  }

  @Nullable NativeHistogram lastHistogram() {
    return histograms == null ? null : histograms[size - 1];
  }

  boolean hasSamplesAround(TimeRange range) {
    return size > 0 && timestamps[0] < range.endMillis() && lastMillis() >= range.startMillis();
  }

  void add(
      long startMillis, long timestampMillis, double value, @Nullable NativeHistogram histogram) {
    if (size == timestamps.length) {
      timestamps = Arrays.copyOf(timestamps, 2 * size);
      values = Arrays.copyOf(values, 2 * size);
      starts = starts == null ? null : Arrays.copyOf(starts, 2 * size);
      histograms = histograms == null ? null : Arrays.copyOf(histograms, 2 * size);
    }
    if (histogram != null) {
      if (histograms == null) {
        histograms = new @Nullable NativeHistogram[timestamps.length];
      }
      histograms[size] = histogram;
    }
    if (startMillis != Sample.NO_START) {
      if (starts == null) {
        starts = new long[timestamps.length];
      }
      starts[size] = startMillis;
    }
    timestamps[size] = timestampMillis;
    values[size] = value;
    size++;
  }

  /** Forgets the samples before an instant, in new arrays. */
  void forgetBefore(long millis) {
    int from = Arrays.binarySearch(timestamps, 0, size, millis);
    from = from < 0 ? -from - 1 : from;
    if (from > 0) {
      int length = Math.max(16, size - from);
      timestamps = Arrays.copyOfRange(timestamps, from, from + length);
      values = Arrays.copyOfRange(values, from, from + length);
      starts = starts == null ? null : Arrays.copyOfRange(starts, from, from + length);
      histograms = histograms == null ? null : Arrays.copyOfRange(histograms, from, from + length);
      size -= from;
    }
  }

  SeriesView view() {
    return new SeriesView(labels, size, timestamps, values, starts, histograms);
  }
}

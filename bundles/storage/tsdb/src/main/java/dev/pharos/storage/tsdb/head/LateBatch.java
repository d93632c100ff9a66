package dev.pharos.storage.tsdb.head;

import dev.pharos.model.NativeHistogram;
import dev.pharos.model.Sample;
import dev.pharos.storage.tsdb.wal.RecordEncoder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Samples of a batch that come out of order, in arrays side by side. */
final class LateBatch {

  private long[] references = new long[16];
  private long[] timestamps = new long[16];
  private double[] values = new double[16];
  private @Nullable NativeHistogram[] histograms = new @Nullable NativeHistogram[16];
  private int size;

  void add(
      long reference, long timestampMillis, double value, @Nullable NativeHistogram histogram) {
    if (size == references.length) {
      references = Arrays.copyOf(references, 2 * size);
      timestamps = Arrays.copyOf(timestamps, 2 * size);
      values = Arrays.copyOf(values, 2 * size);
      histograms = Arrays.copyOf(histograms, 2 * size);
    }
    references[size] = reference;
    timestamps[size] = timestampMillis;
    values[size] = value;
    histograms[size] = histogram;
    size++;
  }

  int size() {
    return size;
  }

  long reference(int index) {
    return references[index];
  }

  long timestampMillis(int index) {
    return timestamps[index];
  }

  double value(int index) {
    return values[index];
  }

  @Nullable NativeHistogram histogram(int index) {
    return histograms[index];
  }

  void encode(RecordEncoder encoder) {
    for (int i = 0; i < size; i++) {
      NativeHistogram histogram = histograms[i];
      if (histogram == null) {
        encoder.sample(references[i], Sample.NO_START, timestamps[i], values[i]);
      } else {
        encoder.histogram(references[i], Sample.NO_START, timestamps[i], histogram);
      }
    }
  }
}

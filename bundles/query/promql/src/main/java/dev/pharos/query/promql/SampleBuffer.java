package dev.pharos.query.promql;

import dev.pharos.model.NativeHistogram;
import dev.pharos.model.StaleNaN;
import dev.pharos.storage.api.SampleCursor;
import dev.pharos.storage.api.StorageException;
import java.util.Arrays;

/**
 * The samples of one series in the order of time, values and histograms apart, stale markers left
 * out. Used for one series after the other, so that nothing is allocated per sample.
 */
final class SampleBuffer {

  private static final int CHECK_EVERY = 4096;

  private long[] times = new long[256];
  private double[] values = new double[256];
  private int size;
  private long[] histogramTimes = new long[0];
  private NativeHistogram[] histograms = new NativeHistogram[0];
  private int histogramCount;

  /** Takes all samples of a cursor in place of those held. */
  void load(SampleCursor cursor, QueryContext query) throws StorageException {
    clear();
    while (true) {
      switch (cursor.next()) {
        case END -> {
          return;
        }
        case VALUE -> {
          double value = cursor.value();
          if (!StaleNaN.is(value)) {
            add(cursor.timestampMillis(), value);
          }
        }
        case HISTOGRAM -> {
          NativeHistogram histogram = cursor.histogram();
          if (!StaleNaN.is(histogram.sum())) {
            add(cursor.timestampMillis(), histogram);
          }
        }
      }
      if ((size + histogramCount) % CHECK_EVERY == 0) {
        query.access().check();
      }
    }
  }

  /** Takes the samples of a column in place of those held. */
  void load(Column column, Grid grid) {
    clear();
    for (int i = column.first(); i < column.end(); i++) {
      double value = column.value(i);
      NativeHistogram histogram = column.histogram(i);
      if (!Column.isAbsent(value)) {
        add(grid.at(i), value);
      } else if (histogram != null) {
        add(grid.at(i), histogram);
      }
    }
  }

  private void clear() {
    size = 0;
    Arrays.fill(histograms, 0, histogramCount, null);
    histogramCount = 0;
  }

  private void add(long time, double value) {
    if (size == times.length) {
      times = Arrays.copyOf(times, size * 2);
      values = Arrays.copyOf(values, size * 2);
    }
    times[size] = time;
    values[size++] = value;
  }

  private void add(long time, NativeHistogram histogram) {
    if (histogramCount == histograms.length) {
      int larger = Math.max(64, histogramCount * 2);
      histogramTimes = Arrays.copyOf(histogramTimes, larger);
      histograms = Arrays.copyOf(histograms, larger);
    }
    histogramTimes[histogramCount] = time;
    histograms[histogramCount++] = histogram;
  }

  int size() {
    return size;
  }

  int histogramCount() {
    return histogramCount;
  }

  long time(int index) {
    return times[index];
  }

  double value(int index) {
    return values[index];
  }

  long histogramTime(int index) {
    return histogramTimes[index];
  }

  NativeHistogram histogram(int index) {
    return histograms[index];
  }
}

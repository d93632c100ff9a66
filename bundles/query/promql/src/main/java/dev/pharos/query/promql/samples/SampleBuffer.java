package dev.pharos.query.promql.samples;

import dev.pharos.model.NativeHistogram;
import dev.pharos.model.Sample;
import dev.pharos.model.StaleNaN;
import dev.pharos.query.promql.column.Column;
import dev.pharos.query.promql.column.Grid;
import dev.pharos.query.promql.column.QueryContext;
import dev.pharos.query.promql.histogram.HistogramStatistics;
import dev.pharos.storage.api.SampleCursor;
import dev.pharos.storage.api.SampleCursor.Kind;
import dev.pharos.storage.api.StorageException;
import java.util.Arrays;

/**
 * The samples of one series in the order of time, values and histograms apart, stale markers left
 * out. Used for one series after the other, so that nothing is allocated per sample.
 */
public final class SampleBuffer {

  private static final int CHECK_EVERY = 4096;
  private static final long[] NONE = {};

  private final boolean withStarts;
  private final boolean statistics;

  private long[] times = new long[256];
  private double[] values = new double[256];
  private long[] starts = NONE;
  private int size;

  /** For each value, how many up to it fell, and how many changed, since the first. */
  private int[] falls = new int[0];

  private int[] changes = new int[0];
  private boolean counted;
  private long[] histogramStarts = NONE;
  private long[] histogramTimes = NONE;
  private NativeHistogram[] histograms = new NativeHistogram[0];
  private int histogramCount;

  /**
   * A buffer without samples.
   *
   * @param withStarts whether start timestamps are taken in too
   * @param statistics whether histograms are asked for nothing but count and sum: then only these
   *     are kept, and resets are found on the way in
   */
  public SampleBuffer(boolean withStarts, boolean statistics) {
    this.withStarts = withStarts;
    this.statistics = statistics;
  }

  /** Takes all samples of a cursor in place of those held. */
  public void load(SampleCursor cursor, QueryContext query) throws StorageException {
    clear();
    HistogramStatistics found = statistics ? new HistogramStatistics() : null;
    while (true) {
      Kind kind = withStarts ? cursor.next() : readValues(cursor, query);
      switch (kind) {
        case END -> {
          return;
        }
        case VALUE -> {
          double value = cursor.value();
          if (!StaleNaN.is(value)) {
            add(cursor.timestampMillis(), value);
            if (withStarts) {
              starts = put(starts, size, cursor.startMillis());
            }
          }
        }
        case HISTOGRAM -> {
          NativeHistogram histogram = cursor.histogram();
          if (!StaleNaN.is(histogram.sum())) {
            add(cursor.timestampMillis(), found == null ? histogram : found.of(histogram));
            if (withStarts) {
              histogramStarts = put(histogramStarts, histogramCount, cursor.startMillis());
            }
          }
        }
      }
      if ((size + histogramCount) % CHECK_EVERY == 0) {
        query.access().check();
      }
    }
  }

  /** Takes plain values up to the histogram or the end that follows them. */
  private Kind readValues(SampleCursor cursor, QueryContext query) throws StorageException {
    while (true) {
      if (size == times.length) {
        times = Arrays.copyOf(times, size * 2);
        values = Arrays.copyOf(values, size * 2);
      }
      int to = Math.min(times.length, size + CHECK_EVERY);
      int read = cursor.read(times, values, size, to);
      boolean all = size + read == to;
      leaveOutStale(size + read);
      if (!all) {
        return cursor.seek(Long.MIN_VALUE);
      }
      query.access().check();
    }
  }

  /** Counts in what has been read behind the values held, up to {@code end}. */
  private void leaveOutStale(int end) {
    int kept = size;
    for (int i = size; i < end; i++) {
      if (!StaleNaN.is(values[i])) {
        times[kept] = times[i];
        values[kept++] = values[i];
      }
    }
    size = kept;
  }

  /**
   * How many values are less than the one before them, among those from {@code from + 1} up to and
   * without {@code to}.
   */
  public int falls(int from, int to) {
    if (!counted) {
      count();
    }
    return to - from < 2 ? 0 : falls[to - 1] - falls[from];
  }

  /** How many values differ from the one before them, like {@link #falls}. */
  public int changes(int from, int to) {
    if (!counted) {
      count();
    }
    return to - from < 2 ? 0 : changes[to - 1] - changes[from];
  }

  private void count() {
    if (falls.length < size) {
      falls = new int[times.length];
      changes = new int[times.length];
    }
    int fallen = 0;
    int changed = 0;
    for (int i = 1; i < size; i++) {
      double before = values[i - 1];
      double now = values[i];
      fallen += now < before ? 1 : 0;
      changed += now != before && !(Double.isNaN(now) && Double.isNaN(before)) ? 1 : 0;
      falls[i] = fallen;
      changes[i] = changed;
    }
    counted = true;
  }

  /** Whether start timestamps are held too. */
  public boolean withStarts() {
    return withStarts;
  }

  private static long[] put(long[] array, int size, long value) {
    long[] roomy = size <= array.length ? array : Arrays.copyOf(array, Math.max(64, 2 * size));
    roomy[size - 1] = value;
    return roomy;
  }

  /**
   * Takes the samples of a column in place of those held.
   *
   * <p>What is known of resets between the samples of a series is not true of those that a subquery
   * picks out of it.
   */
  void load(Column column, Grid grid) {
    clear();
    for (int i = column.first(); i < column.end(); i++) {
      double value = column.value(i);
      NativeHistogram histogram = column.histogram(i);
      if (!Column.isAbsent(value)) {
        add(grid.at(i), value);
      } else if (histogram != null) {
        add(grid.at(i), HistogramStatistics.withoutResets(histogram));
      }
    }
  }

  private void clear() {
    size = 0;
    counted = false;
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

  /** Start timestamp of a value. */
  public long start(int index) {
    return withStarts && index < starts.length ? starts[index] : Sample.NO_START;
  }

  /** Start timestamp of a histogram. */
  public long histogramStart(int index) {
    return withStarts && index < histogramStarts.length ? histogramStarts[index] : Sample.NO_START;
  }

  public int size() {
    return size;
  }

  public int histogramCount() {
    return histogramCount;
  }

  public long time(int index) {
    return times[index];
  }

  public double value(int index) {
    return values[index];
  }

  /**
   * Copies the values from {@code from} up to and without {@code to} to the beginning of others.
   */
  public void copyValues(int from, int to, double[] into) {
    System.arraycopy(values, from, into, 0, to - from);
  }

  public long histogramTime(int index) {
    return histogramTimes[index];
  }

  public NativeHistogram histogram(int index) {
    return histograms[index];
  }
}

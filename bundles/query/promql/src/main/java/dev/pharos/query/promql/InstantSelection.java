package dev.pharos.query.promql;

import dev.pharos.model.NativeHistogram;
import dev.pharos.model.StaleNaN;
import dev.pharos.model.TimeRange;
import dev.pharos.query.syntax.Expr;
import dev.pharos.query.syntax.Expr.Extension;
import dev.pharos.storage.api.SampleCursor;
import dev.pharos.storage.api.SampleCursor.Kind;
import dev.pharos.storage.api.SeriesSet;
import dev.pharos.storage.api.StorageException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads an instant selector: at each instant the last sample that is not older than the lookback,
 * unless the series had ended by then.
 */
final class InstantSelection {

  private final QueryContext query;
  private final Expr.VectorSelector selector;
  private final Grid grid;
  private final boolean timestamps;
  private final long offset;
  private final @Nullable Long fixed;

  private InstantSelection(
      QueryContext query, Expr.VectorSelector selector, Grid grid, boolean timestamps) {
    this.query = query;
    this.selector = selector;
    this.grid = grid;
    this.timestamps = timestamps;
    this.offset = query.offsetMillis(selector.shift());
    this.fixed = query.fixedMillis(selector.shift());
  }

  /** The samples themselves. */
  static List<Column> values(QueryContext query, Expr.VectorSelector selector, Grid grid)
      throws StorageException {
    return new InstantSelection(query, selector, grid, false).read();
  }

  /** The samples' timestamps in seconds instead of their values. */
  static List<Column> timestamps(QueryContext query, Expr.VectorSelector selector, Grid grid)
      throws StorageException {
    return new InstantSelection(query, selector, grid, true).read();
  }

  private long reference(int step) {
    return (fixed == null ? grid.at(step) : fixed) - offset;
  }

  private List<Column> read() throws StorageException {
    boolean smoothed = selector.extension() == Extension.SMOOTHED;
    long start = reference(0) - query.lookbackMillis();
    long end = reference(grid.size() - 1) + (smoothed ? query.lookbackMillis() : 0);
    List<Column> columns = new ArrayList<>();
    ColumnBuilder out = new ColumnBuilder(grid.size());
    try (SeriesSet series =
        query
            .storage()
            .select(query.access(), new TimeRange(start + 1, end + 1), selector.matchers())) {
      while (series.next()) {
        query.access().check();
        if (smoothed) {
          SampleBuffer samples = new SampleBuffer();
          samples.load(series.samples(), query);
          interpolate(samples, series.labels().metricName(), out);
        } else {
          readSeries(series.samples(), out);
        }
        Column column = out.build(series.labels(), false);
        if (column != null) {
          query.budget().hold(column.values().length);
          columns.add(column);
        }
      }
      series.warnings().forEach(query.annotations()::warn);
    }
    return columns;
  }

  private void readSeries(SampleCursor cursor, ColumnBuilder out) throws StorageException {
    long lookback = query.lookbackMillis();
    long read = 0;
    long time = Long.MIN_VALUE;
    double value = Column.ABSENT;
    NativeHistogram histogram = null;
    Kind next = cursor.next();
    for (int step = 0; step < grid.size(); step++) {
      long reference = reference(step);
      if (next != Kind.END && cursor.timestampMillis() <= reference - lookback) {
        next = cursor.seek(reference - lookback + 1);
      }
      while (next != Kind.END && cursor.timestampMillis() <= reference) {
        time = cursor.timestampMillis();
        if (next == Kind.VALUE) {
          value = cursor.value();
          histogram = null;
        } else {
          histogram = cursor.histogram();
          value = Column.ABSENT;
        }
        next = cursor.next();
      }
      if (time > reference - lookback) {
        read++;
        put(step, time, value, histogram, out);
      } else if (next == Kind.END) {
        break;
      }
    }
    query.budget().countRead(read);
  }

  private void put(
      int step, long time, double value, @Nullable NativeHistogram histogram, ColumnBuilder out) {
    boolean stale = histogram == null ? StaleNaN.is(value) : StaleNaN.is(histogram.sum());
    if (stale) {
      return;
    }
    if (timestamps) {
      out.set(step, time / 1000.0);
    } else if (histogram != null) {
      out.set(step, histogram);
    } else {
      out.set(step, value);
    }
  }

  /** Puts at each instant the value on the line from the sample before to the sample after it. */
  private void interpolate(SampleBuffer samples, String metric, ColumnBuilder out) {
    long lookback = query.lookbackMillis();
    int after = 0;
    for (int step = 0; step < grid.size(); step++) {
      long reference = reference(step);
      while (after < samples.size() && samples.time(after) <= reference) {
        after++;
      }
      boolean histograms = false;
      for (int i = 0; i < samples.histogramCount(); i++) {
        long time = samples.histogramTime(i);
        histograms |= time > reference - lookback && time <= reference + lookback;
      }
      if (histograms) {
        smoothedHistogram(samples, after, reference, metric);
        continue;
      }
      int before = after - 1;
      if (before < 0 || samples.time(before) <= reference - lookback) {
        continue;
      }
      if (samples.time(before) == reference
          || after == samples.size()
          || samples.time(after) > reference + lookback) {
        out.set(step, samples.value(before));
      } else {
        out.set(step, ExtendedRange.between(samples, before, reference, false));
      }
    }
  }

  private void smoothedHistogram(SampleBuffer samples, int after, long reference, String metric) {
    boolean values =
        (after > 0 && samples.time(after - 1) > reference - query.lookbackMillis())
            || (after < samples.size()
                && samples.time(after) <= reference + query.lookbackMillis());
    if (values) {
      query.annotations().mixedFloatsAndHistograms(metric, selector.at());
    } else {
      query.annotations().nativeHistogramsNotYet("smoothed", selector.at());
    }
  }
}

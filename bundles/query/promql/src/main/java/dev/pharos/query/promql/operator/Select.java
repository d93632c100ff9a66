package dev.pharos.query.promql.operator;

import dev.pharos.model.Labels;
import dev.pharos.model.NativeHistogram;
import dev.pharos.model.Sample;
import dev.pharos.model.StaleNaN;
import dev.pharos.model.TimeRange;
import dev.pharos.query.promql.column.Column;
import dev.pharos.query.promql.column.ColumnBuilder;
import dev.pharos.query.promql.column.EvaluationException;
import dev.pharos.query.promql.column.Grid;
import dev.pharos.query.promql.column.QueryContext;
import dev.pharos.query.promql.column.SampleCount;
import dev.pharos.query.promql.column.Sink;
import dev.pharos.query.promql.function.ExtendedRange;
import dev.pharos.query.promql.function.HistogramArithmetic;
import dev.pharos.query.promql.function.Window;
import dev.pharos.query.promql.histogram.FloatHistogram;
import dev.pharos.query.promql.histogram.HistogramStatistics;
import dev.pharos.query.promql.histogram.Histograms;
import dev.pharos.query.promql.samples.Halves;
import dev.pharos.query.promql.samples.PlainValues;
import dev.pharos.query.promql.samples.SampleBuffer;
import dev.pharos.query.syntax.Expr;
import dev.pharos.query.syntax.Expr.Extension;
import dev.pharos.storage.api.SampleCursor;
import dev.pharos.storage.api.SampleCursor.Kind;
import dev.pharos.storage.api.SeriesSet;
import dev.pharos.storage.api.StorageException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Series from the storage: at each instant the last sample that is not older than the lookback,
 * unless the series had ended by then.
 */
public final class Select extends VectorOperator {

  private final QueryContext query;
  private final Expr.VectorSelector selector;
  private final Grid grid;
  private final What what;
  private final boolean statistics;
  private final long offset;
  private final @Nullable Long fixed;

  /** What is wanted of a sample. */
  public enum What {
    ITSELF,
    /** Its timestamp, in seconds. */
    TIMESTAMP,
    /** When its counter began to count, in seconds; 0 where nobody told. */
    START,
    /** Its timestamp, in milliseconds; histograms are refused. */
    INFO
  }

  /**
   * Makes the operator.
   *
   * @param statistics whether histograms are asked for nothing but count and sum
   */
  public Select(Place place, Expr.VectorSelector selector, What what, boolean statistics) {
    super(place, List.of());
    this.query = place.query();
    this.grid = place.grid();
    this.selector = selector;
    this.what = what;
    this.statistics = statistics;
    this.offset = query.offsetMillis(selector.shift());
    this.fixed = query.fixedMillis(selector.shift());
  }

  private long reference(int step) {
    return (fixed == null ? grid.at(step) : fixed) - offset;
  }

  /**
   * Where the last sample is looked for among those selected.
   *
   * <p>The original's {@code timestamp()} of a selector with {@code @} selects with the offset, but
   * then looks at the fixed instant as it stands.
   */
  private long lookedAt(int step) {
    return what == What.TIMESTAMP && fixed != null ? fixed : reference(step);
  }

  @Override
  void produce(Sink sink) throws StorageException {
    boolean smoothed = selector.extension() == Extension.SMOOTHED;
    long start = reference(0) - query.lookbackMillis();
    long end = reference(grid.size() - 1) + (smoothed ? query.lookbackMillis() : 0);
    TimeRange range = new TimeRange(start + 1, end + 1);
    Halves.both(grid, part -> read(range, part), sink);
  }

  private void read(TimeRange range, Halves.Part part) throws StorageException {
    ColumnBuilder out = new ColumnBuilder(grid.size());
    PlainValues plain = new PlainValues();
    SampleCount count = newCount();
    try (SeriesSet series = query.storage().select(query.access(), range, selector.matchers())) {
      while (series.next()) {
        Labels labels = series.labels();
        if (!part.takes(labels)) {
          continue;
        }
        query.access().check();
        if (what == What.ITSELF && selector.extension() == Extension.SMOOTHED) {
          SampleBuffer samples = new SampleBuffer(false, statistics);
          samples.load(series.samples(), query);
          interpolate(samples, labels.metricName(), out);
        } else if (what != What.ITSELF || !readPlain(plain, series.samples(), out, count)) {
          readSeries(labels, series.samples(), out, count);
        }
        query.budget().countRead(count.news());
        part.found(labels, out.build(labels, false));
      }
      series.warnings().forEach(annotations()::warn);
    }
    tally().read(count);
  }

  /** Reads a series of values alone; false if there are histograms in it. */
  private boolean readPlain(
      PlainValues plain, SampleCursor cursor, ColumnBuilder out, SampleCount count)
      throws StorageException {
    long lookback = query.lookbackMillis();
    if (!plain.load(cursor, reference(0) - lookback + 1, query)) {
      return false;
    }
    int next = 0;
    for (int step = 0; step < grid.size(); step++) {
      long reference = reference(step);
      while (next < plain.size() && plain.time(next) <= reference) {
        next++;
      }
      if (next > 0 && plain.time(next - 1) > reference - lookback) {
        double value = plain.value(next - 1);
        if (!StaleNaN.is(value)) {
          count.add(step, 1);
          out.set(step, value);
        }
      }
    }
    return true;
  }

  private void readSeries(Labels labels, SampleCursor cursor, ColumnBuilder out, SampleCount count)
      throws StorageException {
    long earliest = reference(0) - query.lookbackMillis() + 1;
    long lookback = query.lookbackMillis();
    HistogramStatistics found = statistics ? new HistogramStatistics() : null;
    long time = Long.MIN_VALUE;
    long start = Sample.NO_START;
    double value = Column.ABSENT;
    NativeHistogram histogram = null;
    long last = reference(grid.size() - 1);
    Kind next = cursor.seek(earliest);
    for (int step = 0; step < grid.size(); step++) {
      long reference = lookedAt(step);
      // Whoever has to find resets looks at the sample that is just out of reach, as the original.
      long skipped = found == null ? reference - lookback : reference - lookback - 1;
      if (next != Kind.END && cursor.timestampMillis() <= skipped) {
        next = cursor.seek(skipped + 1);
        if (found != null) {
          found.skip();
        }
      }
      while (next != Kind.END && cursor.timestampMillis() <= Math.min(reference, last)) {
        time = cursor.timestampMillis();
        if (what == What.START) {
          start = cursor.startMillis();
        }
        if (next == Kind.VALUE) {
          value = cursor.value();
          histogram = null;
        } else {
          histogram = found == null ? cursor.histogram() : found.of(cursor.histogram());
          value = Column.ABSENT;
        }
        next = cursor.next();
      }
      if (time > reference - lookback) {
        put(labels, step, time, start, value, histogram, out, count);
      } else if (next == Kind.END) {
        break;
      }
    }
  }

  private void put(
      Labels labels,
      int step,
      long time,
      long start,
      double value,
      @Nullable NativeHistogram histogram,
      ColumnBuilder out,
      SampleCount count) {
    boolean stale = histogram == null ? StaleNaN.is(value) : StaleNaN.is(histogram.sum());
    if (stale) {
      return;
    }
    count.add(step, histogram == null ? 1 : Histograms.samples(histogram));
    switch (what) {
      case TIMESTAMP -> out.set(step, time / 1000.0);
      case START -> out.set(step, start / 1000.0);
      case INFO -> {
        if (histogram != null) {
          throw new EvaluationException(
              "this should be an info metric, with float samples: " + Match.text(labels));
        }
        out.set(step, (double) time);
      }
      case ITSELF -> {
        if (histogram != null) {
          out.set(step, histogram);
        } else {
          out.set(step, value);
        }
      }
    }
  }

  /** Puts at each instant what is on the line from the sample before to the sample after it. */
  private void interpolate(SampleBuffer samples, String metric, ColumnBuilder out) {
    long lookback = query.lookbackMillis();
    Window window = new Window(samples, annotations(), selector.at(), new double[0][]);
    window.restart(metric);
    for (int step = 0; step < grid.size(); step++) {
      long reference = reference(step);
      window.move(step, grid.at(step), reference - lookback, reference + lookback);
      if (window.isMixed()) {
        annotations().mixedFloatsAndHistograms(metric, selector.at());
      } else if (window.histogramCount() > 0) {
        NativeHistogram histogram = histogramAt(window, reference);
        if (histogram != null) {
          out.set(step, histogram);
        }
      } else {
        out.set(step, valueAt(window, reference));
      }
    }
  }

  private static double valueAt(Window w, long reference) {
    int after = 0;
    while (after < w.size() && w.time(after) < reference) {
      after++;
    }
    if (after < w.size() && w.time(after) == reference) {
      return w.value(after);
    }
    if (after == 0) {
      return Column.ABSENT;
    }
    int before = after - 1;
    return after == w.size()
        ? w.value(before)
        : ExtendedRange.between(
            w.time(before), w.value(before), w.time(after), w.value(after), reference, false);
  }

  private @Nullable NativeHistogram histogramAt(Window w, long reference) {
    int after = 0;
    while (after < w.histogramCount() && w.histogramTime(after) < reference) {
      after++;
    }
    if (after < w.histogramCount() && w.histogramTime(after) == reference) {
      return w.histogram(after);
    }
    if (after == 0) {
      return null;
    }
    int before = after - 1;
    if (after == w.histogramCount()) {
      // What a hint says of the sample before is not true of this instant.
      return FloatHistogram.of(w.histogram(before))
          .withHint(NativeHistogram.ResetHint.UNKNOWN)
          .toModel();
    }
    FloatHistogram left = FloatHistogram.of(w.histogram(before));
    FloatHistogram right = FloatHistogram.of(w.histogram(after));
    try {
      if (left.isCustom() != right.isCustom()) {
        throw new FloatHistogram.IncompatibleException();
      }
      boolean counter =
          left.hint() != NativeHistogram.ResetHint.GAUGE
              || right.hint() != NativeHistogram.ResetHint.GAUGE;
      return ExtendedRange.between(
              w.histogramTime(before),
              left,
              w.histogramTime(after),
              right,
              reference,
              counter,
              new HistogramArithmetic(w.annotations(), w.at()))
          .toModel();
    } catch (FloatHistogram.IncompatibleException e) {
      w.annotations().mixedSchemas(w.metric(), w.at());
      return null;
    }
  }
}

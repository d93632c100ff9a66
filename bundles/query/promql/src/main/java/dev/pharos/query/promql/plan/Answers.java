package dev.pharos.query.promql.plan;

import dev.pharos.model.Labels;
import dev.pharos.model.NativeHistogram;
import dev.pharos.query.api.QueryValue;
import dev.pharos.query.promql.column.Column;
import dev.pharos.query.promql.column.Grid;
import dev.pharos.query.promql.column.QueryContext;
import dev.pharos.query.promql.column.SampleCount;
import dev.pharos.query.promql.column.Tally;
import dev.pharos.query.promql.function.Window;
import dev.pharos.query.promql.operator.Operator;
import dev.pharos.query.promql.operator.RangeOperator;
import dev.pharos.query.promql.operator.ScalarOperator;
import dev.pharos.query.promql.operator.TextOperator;
import dev.pharos.query.promql.operator.VectorOperator;
import dev.pharos.query.promql.samples.Halves;
import dev.pharos.query.promql.samples.RangeSource;
import dev.pharos.storage.api.StorageException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Makes the answer that callers get out of what was evaluated. */
final class Answers {

  private static final long[] NO_TIMES = new long[0];
  private static final NativeHistogram[] NO_HISTOGRAMS = new NativeHistogram[0];

  private final QueryContext query;
  private final Grid grid;
  private final Tally held;
  private long sortNanos;
  private long[] times = NO_TIMES;

  Answers(QueryContext query) {
    this.query = query;
    this.grid = query.grid();
    this.held = new Tally(query.budget(), new SampleCount(false, 0), new SampleCount(false, 0));
  }

  /** Time spent on the order of what comes out, in nanoseconds. */
  long sortNanos() {
    return sortNanos;
  }

  QueryValue of(Operator root) throws StorageException {
    return switch (root) {
      case TextOperator text -> new QueryValue.Text(grid.startMillis(), text.text());
      case ScalarOperator scalar -> {
        double[] values = scalar.values();
        yield query.range()
            ? new QueryValue.Matrix(
                List.of(series(new Column(Labels.EMPTY, false, 0, values, null))))
            : new QueryValue.Scalar(grid.startMillis(), values[0]);
      }
      case VectorOperator vector -> {
        List<Column> settled = query.names().settle(vector.gather(held));
        yield query.range() ? matrix(settled) : vector(settled);
      }
      case RangeOperator range -> samples(range);
    };
  }

  private QueryValue vector(List<Column> columns) {
    List<QueryValue.Element> elements = new ArrayList<>(columns.size());
    for (Column column : columns) {
      if (column.has(0)) {
        elements.add(
            new QueryValue.Element(
                column.labels(), grid.startMillis(), column.value(0), column.histogram(0)));
      }
    }
    return new QueryValue.Vector(elements);
  }

  private QueryValue matrix(List<Column> columns) {
    List<QueryValue.Series> series = new ArrayList<>(columns.size());
    for (Column column : columns) {
      QueryValue.Series one = series(column);
      if (one.timestampsMillis().length > 0 || one.histograms().length > 0) {
        series.add(one);
      }
    }
    return sorted(series);
  }

  private QueryValue sorted(List<QueryValue.Series> series) {
    long started = System.nanoTime();
    series.sort(Comparator.comparing(QueryValue.Series::labels));
    sortNanos = System.nanoTime() - started;
    return new QueryValue.Matrix(series);
  }

  /** All instants, in one array for all series that have a value at each. */
  private long[] times() {
    if (times.length == 0) {
      times = new long[grid.size()];
      for (int i = 0; i < times.length; i++) {
        times[i] = grid.at(i);
      }
    }
    return times;
  }

  private QueryValue.Series series(Column column) {
    if (!column.hasHistograms() && column.values().length == grid.size() && column.isFull()) {
      return new QueryValue.Series(
          column.labels(), times(), column.values(), NO_TIMES, NO_HISTOGRAMS);
    }
    int values = 0;
    int histogramCount = 0;
    for (int i = column.first(); i < column.end(); i++) {
      if (!Column.isAbsent(column.value(i))) {
        values++;
      } else if (column.histogram(i) != null) {
        histogramCount++;
      }
    }
    long[] times = new long[values];
    double[] present = new double[values];
    long[] histogramTimes = histogramCount == 0 ? NO_TIMES : new long[histogramCount];
    NativeHistogram[] histograms =
        histogramCount == 0 ? NO_HISTOGRAMS : new NativeHistogram[histogramCount];
    int v = 0;
    int h = 0;
    for (int i = column.first(); i < column.end(); i++) {
      NativeHistogram histogram = column.histogram(i);
      if (!Column.isAbsent(column.value(i))) {
        times[v] = grid.at(i);
        present[v++] = column.value(i);
      } else if (histogram != null) {
        histogramTimes[h] = grid.at(i);
        histograms[h++] = histogram;
      }
    }
    return new QueryValue.Series(column.labels(), times, present, histogramTimes, histograms);
  }

  /** The samples of a range vector as they are. */
  private QueryValue samples(RangeOperator range) throws StorageException {
    List<QueryValue.Series> series = new ArrayList<>();
    SampleCount count = range.newCount();
    Halves.alone(
        part -> {
          try (RangeSource source = range.open(part)) {
            Window window =
                new Window(
                    source.samples(), query.annotations(), range.expr().at(), new double[0][]);
            while (source.next()) {
              long end = source.endMillis(grid.startMillis());
              window.restart("");
              window.move(0, grid.startMillis(), end - source.rangeMillis(), end);
              if (!window.isEmpty()) {
                count.add(0, window.samples());
                held.hold(window.samples(), window.samples() * (Long.BYTES + Double.BYTES));
                Labels labels = source.labels();
                series.add(
                    series(source.nameless() ? query.names().without(labels) : labels, window));
              }
            }
          }
        },
        column -> {});
    range.tally().read(count);
    query.budget().countRead(count.news());
    return sorted(series);
  }

  private static QueryValue.Series series(Labels labels, Window window) {
    long[] times = new long[window.size()];
    double[] values = new double[times.length];
    for (int i = 0; i < times.length; i++) {
      times[i] = window.time(i);
      values[i] = window.value(i);
    }
    long[] histogramTimes = new long[window.histogramCount()];
    NativeHistogram[] histograms = new NativeHistogram[histogramTimes.length];
    for (int i = 0; i < histogramTimes.length; i++) {
      histogramTimes[i] = window.histogramTime(i);
      histograms[i] = window.histogram(i);
    }
    return new QueryValue.Series(labels, times, values, histogramTimes, histograms);
  }
}

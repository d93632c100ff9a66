package dev.pharos.query.promql;

import dev.pharos.model.Labels;
import dev.pharos.model.NativeHistogram;
import dev.pharos.query.api.QueryValue;
import dev.pharos.query.syntax.Expr;
import dev.pharos.query.syntax.ValueType;
import dev.pharos.storage.api.StorageException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Makes the answer that callers get out of what was evaluated. */
final class Answers {

  private static final long[] NO_TIMES = new long[0];
  private static final NativeHistogram[] NO_HISTOGRAMS = new NativeHistogram[0];

  private final Evaluator evaluator;
  private final Grid grid;

  Answers(Evaluator evaluator) {
    this.evaluator = evaluator;
    this.grid = evaluator.query().grid();
  }

  QueryValue of(Expr expr) throws StorageException {
    if (expr.type() == ValueType.MATRIX) {
      return samples(expr);
    }
    Value value = evaluator.evaluate(expr, grid);
    return switch (value) {
      case Value.Text(String text) -> new QueryValue.Text(grid.startMillis(), text);
      case Value.Scalars(double[] values) ->
          evaluator.query().range()
              ? new QueryValue.Matrix(
                  List.of(series(new Column(Labels.EMPTY, false, 0, values, null))))
              : new QueryValue.Scalar(grid.startMillis(), values[0]);
      case Value.Vector(List<Column> columns) -> {
        List<Column> settled = evaluator.names().settle(columns);
        yield evaluator.query().range() ? matrix(settled) : vector(settled);
      }
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
    series.sort(Comparator.comparing(QueryValue.Series::labels));
    return new QueryValue.Matrix(series);
  }

  private QueryValue.Series series(Column column) {
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
  private QueryValue samples(Expr expr) throws StorageException {
    List<QueryValue.Series> series = new ArrayList<>();
    try (RangeSource source = evaluator.rangeSource(expr, grid)) {
      Window window =
          new Window(source.samples(), evaluator.query().annotations(), expr.at(), new double[0][]);
      while (source.next()) {
        long end = source.endMillis(grid.startMillis());
        window.restart("");
        window.move(0, grid.startMillis(), end - source.rangeMillis(), end);
        if (!window.isEmpty()) {
          long size = (long) window.size() + window.histogramCount();
          evaluator.query().budget().hold(size);
          evaluator.query().budget().countRead(size);
          Labels labels =
              source.nameless() ? evaluator.names().without(source.labels()) : source.labels();
          series.add(series(labels, window));
        }
      }
    }
    series.sort(Comparator.comparing(QueryValue.Series::labels));
    return new QueryValue.Matrix(series);
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

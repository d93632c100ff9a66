package dev.pharos.query.promql;

import dev.pharos.model.Labels;
import dev.pharos.model.Matcher;
import dev.pharos.query.syntax.Expr;
import dev.pharos.query.syntax.Expr.Extension;
import dev.pharos.query.syntax.Function;
import dev.pharos.query.syntax.ValueType;
import dev.pharos.storage.api.StorageException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntToDoubleFunction;

/** Evaluates function calls, by handing them to those who know the function. */
final class Calls {

  private static final Set<Function> ANCHORED =
      Set.of(Function.CHANGES, Function.DELTA, Function.INCREASE, Function.RATE, Function.RESETS);

  private static final Set<Function> SMOOTHED =
      Set.of(Function.DELTA, Function.INCREASE, Function.RATE);

  private final Evaluator evaluator;
  private final QueryContext query;

  Calls(Evaluator evaluator) {
    this.evaluator = evaluator;
    this.query = evaluator.query();
  }

  Value evaluate(Expr.Call call, Grid grid) throws StorageException {
    RangeFunction range = RangeFunctions.of(call.function());
    if (range != null) {
      return new Value.Vector(overRange(call, range, grid));
    }
    return switch (call.function()) {
      case PI -> scalars(grid, i -> Math.PI);
      case TIME -> scalars(grid, i -> grid.at(i) / 1000.0);
      case START -> scalars(grid, i -> query.grid().startMillis() / 1000.0);
      case END -> scalars(grid, i -> query.grid().endMillis() / 1000.0);
      case STEP -> scalars(grid, i -> query.stepMillis() / 1000.0);
      case RANGE ->
          scalars(grid, i -> (query.grid().endMillis() - query.grid().startMillis()) / 1000.0);
      case MIN_OF -> {
        double[] left = evaluator.scalars(call.arguments().get(0), grid);
        double[] right = evaluator.scalars(call.arguments().get(1), grid);
        yield scalars(grid, i -> GoMath.min(left[i], right[i]));
      }
      case MAX_OF -> {
        double[] left = evaluator.scalars(call.arguments().get(0), grid);
        double[] right = evaluator.scalars(call.arguments().get(1), grid);
        yield scalars(grid, i -> GoMath.max(left[i], right[i]));
      }
      case SCALAR -> toScalar(evaluator.vector(call.arguments().getFirst(), grid), grid);
      default -> new Value.Vector(vector(call, grid));
    };
  }

  private static Value scalars(Grid grid, IntToDoubleFunction value) {
    double[] values = new double[grid.size()];
    Arrays.setAll(values, value);
    return new Value.Scalars(values);
  }

  private List<Column> vector(Expr.Call call, Grid grid) throws StorageException {
    return switch (call.function()) {
      case VECTOR -> {
        double[] values = evaluator.scalars(call.arguments().getFirst(), grid);
        yield List.of(new Column(Labels.EMPTY, false, 0, values.clone(), null));
      }
      case ABSENT -> absent(call, evaluator.vector(call.arguments().getFirst(), grid), grid);
      case ABSENT_OVER_TIME -> absentOverTime(call, grid);
      case TIMESTAMP -> timestamp(call, grid);
      case SORT, SORT_DESC, SORT_BY_LABEL, SORT_BY_LABEL_DESC -> sort(call, grid);
      case LABEL_REPLACE -> new LabelFunctions(evaluator).replace(call, grid);
      case LABEL_JOIN -> new LabelFunctions(evaluator).join(call, grid);
      case HISTOGRAM_QUANTILE, HISTOGRAM_QUANTILES, HISTOGRAM_FRACTION ->
          new BucketFunctions(evaluator, call).evaluate(grid);
      case HISTOGRAM_COUNT, HISTOGRAM_SUM, HISTOGRAM_AVG, HISTOGRAM_STDDEV, HISTOGRAM_STDVAR ->
          new HistogramFunctions(evaluator, call).evaluate(grid);
      case INFO -> new InfoFunction(evaluator, call).evaluate(grid);
      case START_TIMESTAMP -> startTimestamp(call, grid);
      default -> new ValueFunctions(evaluator, call).evaluate(grid);
    };
  }

  /** The only value there is at an instant; NaN if there are none or several. */
  private static Value toScalar(List<Column> columns, Grid grid) {
    double[] values = new double[grid.size()];
    for (int i = 0; i < values.length; i++) {
      int found = 0;
      double value = Double.NaN;
      for (Column column : columns) {
        if (!Column.isAbsent(column.value(i))) {
          found++;
          value = column.value(i);
        }
      }
      values[i] = found == 1 ? value : Double.NaN;
    }
    return new Value.Scalars(values);
  }

  private List<Column> overRange(Expr.Call call, RangeFunction function, Grid grid)
      throws StorageException {
    List<Expr> ranges =
        call.arguments().stream().filter(a -> a.type() == ValueType.MATRIX).toList();
    Expr argument = ranges.getFirst();
    List<double[]> parameters = new ArrayList<>();
    for (Expr other : call.arguments()) {
      if (other.type() == ValueType.SCALAR) {
        parameters.add(evaluator.scalars(other, grid));
      }
    }
    double[][] scalars = parameters.toArray(double[][]::new);
    Halves.Worker worker =
        (share, found) -> overRange(call, function, grid, argument, scalars, share, found);
    List<Column> columns;
    if (argument.unwrapped() instanceof Expr.MatrixSelector) {
      columns = Halves.of(grid, worker);
    } else {
      Halves.Found found = new Halves.Found();
      worker.go(Halves.Share.ALL, found);
      columns = found.columns();
    }
    return RangeFunctions.keepsName(call.function())
        ? evaluator.names().distinct(columns)
        : evaluator.names().dropped(columns);
  }

  private void overRange(
      Expr.Call call,
      RangeFunction function,
      Grid grid,
      Expr argument,
      double[][] scalars,
      Halves.Share share,
      Halves.Found found)
      throws StorageException {
    ColumnBuilder out = new ColumnBuilder(grid.size());
    try (RangeSource source = evaluator.rangeSource(argument, grid, share)) {
      RangeFunction extended = extended(call.function(), function, source.extension());
      Window window = new Window(source.samples(), query.annotations(), argument.at(), scalars);
      window.call(call.arguments().getFirst().at());
      long lookback = query.lookbackMillis();
      switch (source.extension()) {
        case NONE -> {}
        case ANCHORED -> window.reach(lookback, 0);
        case SMOOTHED -> window.reach(lookback, lookback);
      }
      boolean inOneLoop = source.extension() == Extension.NONE && Rates.isOverGrid(call.function());
      while (source.next()) {
        SampleBuffer samples = source.samples();
        if (inOneLoop && samples.histogramCount() == 0 && !samples.withStarts()) {
          query.budget().countRead(Rates.overGrid(call.function(), source, samples, grid, out));
        } else {
          apply(extended, source, window, grid, out);
        }
        Column column = out.build(source.labels(), source.nameless());
        if (column != null) {
          query.budget().hold(column.values().length);
          remark(call, column, argument);
          found.add(column.labels(), column);
        }
      }
    }
  }

  private static RangeFunction extended(
      Function function, RangeFunction plain, Extension extension) {
    Set<Function> allowed =
        switch (extension) {
          case NONE -> Set.of(function);
          case ANCHORED -> ANCHORED;
          case SMOOTHED -> SMOOTHED;
        };
    if (!allowed.contains(function)) {
      Set<String> names = new TreeSet<>();
      allowed.forEach(f -> names.add(f.text()));
      throw new EvaluationException(
          (extension == Extension.ANCHORED ? "anchored" : "smoothed")
              + " modifier can only be used with: "
              + String.join(", ", names)
              + " - not with "
              + function.text());
    }
    return ExtendedRange.of(function, plain, extension);
  }

  /** Tells the author of the query that a rate is made of what may be no counter. */
  private void remark(Expr.Call call, Column column, Expr argument) {
    boolean rate = call.function() == Function.RATE || call.function() == Function.INCREASE;
    String metric = column.labels().metricName();
    if (!rate || metric.isEmpty() || !hasValues(column)) {
      return;
    }
    if (query.dialect().typeAndUnitLabels()) {
      String type = column.labels().get("__type__");
      if (!type.equals("counter") && !type.equals("histogram")) {
        query.annotations().possibleNonCounterType(metric, type, argument.at());
      }
    } else if (!metric.endsWith("_total")
        && !metric.endsWith("_sum")
        && !metric.endsWith("_count")
        && !metric.endsWith("_bucket")) {
      query.annotations().possibleNonCounter(metric, argument.at());
    }
  }

  private static boolean hasValues(Column column) {
    for (double value : column.values()) {
      if (!Column.isAbsent(value)) {
        return true;
      }
    }
    return false;
  }

  /** Applies a function at every instant. */
  private void apply(
      RangeFunction function, RangeSource source, Window window, Grid grid, ColumnBuilder out) {
    window.restart(source.labels().metricName());
    long read = 0;
    for (int step = 0; step < grid.size(); step++) {
      long end = source.endMillis(grid.at(step));
      window.move(step, grid.at(step), end - source.rangeMillis(), end);
      read += window.size() + window.histogramCount();
      if (!window.isEmpty()) {
        out.set(step, function.apply(window));
        var histogram = window.result();
        if (histogram != null) {
          out.set(step, histogram);
        }
      }
    }
    query.budget().countRead(read);
  }

  private List<Column> absent(Expr.Call call, List<Column> columns, Grid grid) {
    ColumnBuilder out = new ColumnBuilder(grid.size());
    boolean[] present = new boolean[grid.size()];
    for (Column column : columns) {
      for (int i = column.first(); i < column.end(); i++) {
        present[i] |= column.has(i);
      }
    }
    for (int i = 0; i < present.length; i++) {
      if (!present[i]) {
        out.set(i, 1);
      }
    }
    Column column = out.build(labelsWanted(call.arguments().getFirst()), false);
    return column == null ? List.of() : List.of(column);
  }

  private List<Column> absentOverTime(Expr.Call call, Grid grid) throws StorageException {
    List<Column> present = new ArrayList<>();
    ColumnBuilder out = new ColumnBuilder(grid.size());
    try (RangeSource source = evaluator.rangeSource(call.arguments().getFirst(), grid)) {
      Window window = new Window(source.samples(), query.annotations(), call.at(), new double[0][]);
      while (source.next()) {
        apply(w -> 1, source, window, grid, out);
        Column column = out.build(Labels.EMPTY, false);
        if (column != null) {
          present.add(column);
        }
      }
    }
    return absent(call, present, grid);
  }

  /** The labels that a missing series would have, as far as the selector's matchers say so. */
  private static Labels labelsWanted(Expr argument) {
    List<Matcher> matchers =
        switch (argument) {
          case Expr.VectorSelector selector -> selector.matchers();
          case Expr.MatrixSelector matrix -> matrix.selector().matchers();
          default -> List.of();
        };
    Set<String> seen = new HashSet<>();
    var labels = Labels.EMPTY.toBuilder();
    for (Matcher matcher : matchers) {
      if (!matcher.name().equals(Labels.METRIC_NAME)) {
        boolean first = seen.add(matcher.name());
        if (first && matcher.type() == Matcher.Type.EQUAL) {
          labels.set(matcher.name(), matcher.value());
        } else {
          labels.remove(matcher.name());
        }
      }
    }
    return labels.build();
  }

  private List<Column> timestamp(Expr.Call call, Grid grid) throws StorageException {
    Expr argument = call.arguments().getFirst().unwrapped();
    List<Column> columns = new ArrayList<>();
    if (argument instanceof Expr.VectorSelector selector) {
      for (Column column : InstantSelection.timestamps(query, selector, grid)) {
        columns.add(evaluator.names().drop(column));
      }
      return Names.merge(columns);
    }
    for (Column column : evaluator.vector(argument, grid)) {
      double[] times = new double[column.values().length];
      for (int i = 0; i < times.length; i++) {
        int step = column.first() + i;
        times[i] = column.has(step) ? grid.at(step) / 1000.0 : Column.ABSENT;
      }
      columns.add(evaluator.names().drop(column.withValues(times)));
    }
    return Names.merge(columns);
  }

  /** Only samples straight from the storage have a start timestamp. */
  private List<Column> startTimestamp(Expr.Call call, Grid grid) throws StorageException {
    List<Column> columns = new ArrayList<>();
    if (call.arguments().getFirst().unwrapped() instanceof Expr.VectorSelector selector) {
      for (Column column : InstantSelection.starts(query, selector, grid)) {
        columns.add(evaluator.names().drop(column));
      }
    }
    return Names.merge(columns);
  }

  private List<Column> sort(Expr.Call call, Grid grid) throws StorageException {
    List<Column> columns = evaluator.vector(call.arguments().getFirst(), grid);
    if (grid.size() > 1) {
      query.annotations().sortInRange(call.at());
      return columns;
    }
    List<String> labels = call.arguments().stream().skip(1).map(evaluator::text).toList();
    return Sorting.sorted(call.function(), columns, labels);
  }

  /** The argument at {@code index}, or the instants themselves as a vector if it is not given. */
  static List<Column> vectorOrTime(Evaluator evaluator, Expr.Call call, Grid grid)
      throws StorageException {
    Optional<Expr> argument = call.argument(0);
    if (argument.isPresent()) {
      return evaluator.vector(argument.get(), grid);
    }
    double[] times = new double[grid.size()];
    Arrays.setAll(times, i -> grid.at(i) / 1000.0);
    return List.of(new Column(Labels.EMPTY, false, 0, times, null));
  }
}

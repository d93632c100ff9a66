package dev.pharos.query.promql;

import dev.pharos.model.NativeHistogram;
import dev.pharos.query.syntax.Expr;
import dev.pharos.query.syntax.Function;
import dev.pharos.storage.api.StorageException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates a tree from its leaves up, each node for all instants at once.
 *
 * <p>What does not depend on the instant, such as a selector with {@code @}, is evaluated once and
 * spread out. Not safe for use by several threads; made for one query.
 */
final class Evaluator {

  private final QueryContext query;
  private final Names names;
  private final Calls calls;
  private final Set<Expr> invariant = Collections.newSetFromMap(new IdentityHashMap<>());

  /** Selectors whose histograms are asked for nothing but count and sum. */
  private final Set<Expr> statistics = Collections.newSetFromMap(new IdentityHashMap<>());

  /** A selector as it was read. */
  private record Selected(Expr.VectorSelector selector, Grid grid, boolean statistics) {}

  /** Selectors that stand in the query more than once, which are read once. */
  private final Set<Expr.VectorSelector> repeated = new HashSet<>();

  private final Map<Selected, List<Column>> shared = new HashMap<>();

  private final @Nullable Tracer tracer;

  Evaluator(QueryContext query, Expr root, @Nullable Tracer tracer) {
    this.query = query;
    this.tracer = tracer;
    this.names = new Names(query.dialect());
    this.calls = new Calls(this);
    findInvariant(root);
    findStatistics(root, false);
    findRepeated(root, new HashSet<>());
  }

  QueryContext query() {
    return query;
  }

  Names names() {
    return names;
  }

  /** The value of an expression at all instants of a grid. */
  Value evaluate(Expr expr, Grid grid) throws StorageException {
    query.access().check();
    if (tracer != null) {
      tracer.begin();
    }
    long held = query.budget().held();
    Value value =
        grid.size() > 1 && invariant.contains(expr)
            ? spread(compute(expr, Grid.at(grid.startMillis())), grid.size())
            : compute(expr, grid);
    // Whatever the operands held is garbage by now.
    query.budget().settle(held);
    query.budget().hold(samples(value));
    if (tracer != null) {
      long series = value instanceof Value.Vector(List<Column> columns) ? columns.size() : 0;
      tracer.end(expr, series, samples(value));
    }
    return value;
  }

  private static long samples(Value value) {
    return switch (value) {
      case Value.Scalars scalars -> 0;
      case Value.Text text -> 0;
      case Value.Vector(List<Column> columns) -> {
        long samples = 0;
        for (Column column : columns) {
          samples += column.values().length;
        }
        yield samples;
      }
    };
  }

  private Value compute(Expr expr, Grid grid) throws StorageException {
    return switch (expr) {
      case Expr.NumberLiteral number -> {
        double[] values = new double[grid.size()];
        Arrays.fill(values, number.value());
        yield new Value.Scalars(values);
      }
      case Expr.StringLiteral string -> new Value.Text(string.value());
      case Expr.Paren paren -> evaluate(paren.expr(), grid);
      case Expr.VectorSelector selector -> new Value.Vector(selected(selector, grid));
      case Expr.Unary unary -> unary(unary, evaluate(unary.expr(), grid));
      case Expr.Binary binary -> new BinaryOperations(this, binary).evaluate(grid);
      case Expr.Aggregation aggregation -> Aggregations.evaluate(this, aggregation, grid);
      case Expr.Call call -> calls.evaluate(call, grid);
      case Expr.MatrixSelector matrix ->
          throw new IllegalStateException("a range vector stands alone: " + matrix);
      case Expr.Subquery subquery ->
          throw new IllegalStateException("a subquery stands alone: " + subquery);
    };
  }

  private List<Column> selected(Expr.VectorSelector selector, Grid grid) throws StorageException {
    boolean withoutBuckets = statistics.contains(selector);
    if (!repeated.contains(selector) || selector.extension() != Expr.Extension.NONE) {
      return InstantSelection.values(query, selector, grid, withoutBuckets);
    }
    Selected what = new Selected(selector, grid, withoutBuckets);
    List<Column> columns = shared.get(what);
    if (columns == null) {
      columns = InstantSelection.values(query, selector, grid, withoutBuckets);
      shared.put(what, columns);
    }
    return columns;
  }

  /** The value of an expression of type instant vector. */
  List<Column> vector(Expr expr, Grid grid) throws StorageException {
    return evaluate(expr, grid) instanceof Value.Vector(List<Column> columns) ? columns : List.of();
  }

  /** The value of an expression of type scalar. */
  double[] scalars(Expr expr, Grid grid) throws StorageException {
    if (evaluate(expr, grid) instanceof Value.Scalars(double[] values)) {
      return values;
    }
    throw new IllegalStateException("not a scalar: " + expr);
  }

  /** The text of an expression of type string. */
  String text(Expr expr) {
    if (expr.unwrapped() instanceof Expr.StringLiteral string) {
      return string.value();
    }
    throw new IllegalStateException("not a string: " + expr);
  }

  private Value unary(Expr.Unary unary, Value operand) {
    if (!unary.negative()) {
      return operand;
    }
    return switch (operand) {
      case Value.Scalars(double[] values) -> {
        double[] negated = new double[values.length];
        Arrays.setAll(negated, i -> -values[i]);
        yield new Value.Scalars(negated);
      }
      case Value.Vector(List<Column> columns) -> {
        List<Column> negated = new ArrayList<>(columns.size());
        for (Column column : columns) {
          negated.add(names.drop(negated(column)));
        }
        yield new Value.Vector(Names.merge(negated));
      }
      case Value.Text text -> text;
    };
  }

  private Column negated(Column column) {
    double[] values = column.values().clone();
    for (int i = 0; i < values.length; i++) {
      if (!Column.isAbsent(values[i])) {
        values[i] = -values[i];
      }
    }
    @Nullable NativeHistogram[] histograms = null;
    if (column.hasHistograms()) {
      histograms = new NativeHistogram[values.length];
      for (int i = 0; i < values.length; i++) {
        NativeHistogram histogram = column.histogram(column.first() + i);
        histograms[i] = histogram == null ? null : Histograms.scaled(histogram, -1);
      }
    }
    return new Column(column.labels(), column.nameless(), column.first(), values, histograms);
  }

  /** The series of a range vector; close it. */
  RangeSource rangeSource(Expr expr, Grid grid) throws StorageException {
    return rangeSource(expr, grid, Halves.Share.ALL);
  }

  /** Some of the series of a range vector, or all if it is a subquery; close it. */
  RangeSource rangeSource(Expr expr, Grid grid, Halves.Share share) throws StorageException {
    return switch (expr.unwrapped()) {
      case Expr.MatrixSelector matrix ->
          new RangeSource.Stored(
              query, matrix, grid, statistics.contains(matrix.selector()), share);
      case Expr.Subquery subquery -> subquery(subquery, grid);
      default -> throw new IllegalStateException("not a range vector: " + expr);
    };
  }

  private RangeSource subquery(Expr.Subquery subquery, Grid grid) throws StorageException {
    long range = query.positiveMillis(subquery.range());
    long step =
        subquery.step() == null ? query.defaultStepMillis() : query.positiveMillis(subquery.step());
    long offset = query.offsetMillis(subquery.shift());
    Long fixed = query.fixedMillis(subquery.shift());
    long start = (fixed == null ? grid.startMillis() : fixed) - offset - range;
    long end = (fixed == null ? grid.endMillis() : fixed) - offset;
    // Evaluated at multiples of the step, whatever the query's own instants are.
    long first = (Math.floorDiv(start, step) + 1) * step;
    if (first > end) {
      return new RangeSource.Evaluated(range, offset, fixed, Grid.at(first), List.of());
    }
    Grid inner = Grid.between(first, end, step);
    return new RangeSource.Evaluated(range, offset, fixed, inner, vector(subquery.expr(), inner));
  }

  /** The same value at every instant. */
  private static Value spread(Value once, int size) {
    return switch (once) {
      case Value.Scalars(double[] values) -> {
        double[] all = new double[size];
        Arrays.fill(all, values[0]);
        yield new Value.Scalars(all);
      }
      case Value.Vector(List<Column> columns) -> {
        List<Column> all = new ArrayList<>(columns.size());
        for (Column column : columns) {
          double[] values = new double[size];
          Arrays.fill(values, column.value(0));
          NativeHistogram histogram = column.histogram(0);
          @Nullable NativeHistogram[] histograms = null;
          if (histogram != null) {
            histograms = new NativeHistogram[size];
            Arrays.fill(histograms, histogram);
          }
          all.add(new Column(column.labels(), column.nameless(), 0, values, histograms));
        }
        yield new Value.Vector(all);
      }
      case Value.Text text -> text;
    };
  }

  /** Whether an expression means the same at every instant; remembers those that do. */
  private boolean findInvariant(Expr expr) {
    boolean children = true;
    for (Expr child : expr.children()) {
      children &= findInvariant(child);
    }
    boolean invariantHere =
        switch (expr) {
          case Expr.NumberLiteral number -> true;
          case Expr.StringLiteral string -> true;
          case Expr.VectorSelector selector -> selector.shift().instant() != null;
          case Expr.MatrixSelector matrix -> matrix.selector().shift().instant() != null;
          case Expr.Subquery subquery -> subquery.shift().instant() != null;
          case Expr.Call call -> children && !dependsOnInstant(call.function());
          case Expr.Unary unary -> children;
          case Expr.Binary binary -> children;
          case Expr.Aggregation aggregation -> children;
          case Expr.Paren paren -> children;
        };
    if (invariantHere) {
      invariant.add(expr);
    }
    return invariantHere;
  }

  /**
   * Remembers the selectors below whose histograms need no buckets.
   *
   * @param wanted whether what stands above looks at count and sum alone
   */
  private void findStatistics(Expr expr, boolean wanted) {
    boolean below =
        switch (expr) {
          case Expr.VectorSelector selector -> {
            if (wanted) {
              statistics.add(selector);
            }
            yield wanted;
          }
          case Expr.Subquery subquery -> false;
          case Expr.Binary binary -> wanted && !Operators.isTrim(binary.operator());
          case Expr.Call call ->
              switch (call.function()) {
                case HISTOGRAM_COUNT, HISTOGRAM_SUM, HISTOGRAM_AVG -> true;
                case HISTOGRAM_QUANTILE,
                    HISTOGRAM_QUANTILES,
                    HISTOGRAM_FRACTION,
                    HISTOGRAM_STDDEV,
                    HISTOGRAM_STDVAR ->
                    false;
                default -> wanted;
              };
          default -> wanted;
        };
    for (Expr child : expr.children()) {
      findStatistics(child, below);
    }
  }

  private void findRepeated(Expr expr, Set<Expr.VectorSelector> seen) {
    if (expr instanceof Expr.VectorSelector selector && !seen.add(selector)) {
      repeated.add(selector);
    }
    if (!(expr instanceof Expr.MatrixSelector)) {
      expr.children().forEach(child -> findRepeated(child, seen));
    }
  }

  private static boolean dependsOnInstant(Function function) {
    return switch (function) {
      case DAYS_IN_MONTH,
          DAY_OF_MONTH,
          DAY_OF_WEEK,
          DAY_OF_YEAR,
          HOUR,
          MINUTE,
          MONTH,
          YEAR,
          PREDICT_LINEAR,
          TIME,
          TIMESTAMP,
          START_TIMESTAMP ->
          true;
      default -> false;
    };
  }
}

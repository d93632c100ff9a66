package dev.pharos.query.promql.plan;

import dev.pharos.query.promql.column.Grid;
import dev.pharos.query.promql.column.QueryContext;
import dev.pharos.query.promql.function.ExtendedRange;
import dev.pharos.query.promql.function.RangeFunction;
import dev.pharos.query.promql.function.RangeFunctions;
import dev.pharos.query.promql.histogram.GoMath;
import dev.pharos.query.promql.operator.Absent;
import dev.pharos.query.promql.operator.BucketQuantiles;
import dev.pharos.query.promql.operator.CombineScalars;
import dev.pharos.query.promql.operator.HistogramFunction;
import dev.pharos.query.promql.operator.InstantScalar;
import dev.pharos.query.promql.operator.JoinInfo;
import dev.pharos.query.promql.operator.Nothing;
import dev.pharos.query.promql.operator.Operator;
import dev.pharos.query.promql.operator.OverRange;
import dev.pharos.query.promql.operator.Place;
import dev.pharos.query.promql.operator.RangeOperator;
import dev.pharos.query.promql.operator.Relabel;
import dev.pharos.query.promql.operator.ScalarOperator;
import dev.pharos.query.promql.operator.ScalarToVector;
import dev.pharos.query.promql.operator.Select;
import dev.pharos.query.promql.operator.Sort;
import dev.pharos.query.promql.operator.TextOperator;
import dev.pharos.query.promql.operator.Timestamps;
import dev.pharos.query.promql.operator.ValueFunction;
import dev.pharos.query.promql.operator.VectorOperator;
import dev.pharos.query.promql.operator.VectorToScalar;
import dev.pharos.query.promql.plan.Planner.Scope;
import dev.pharos.query.syntax.Expr;
import java.util.ArrayList;
import java.util.List;

/** Makes operators of function calls. */
final class CallPlanner {

  private final Planner planner;

  CallPlanner(Planner planner) {
    this.planner = planner;
  }

  /** Plans a function that gives numbers. */
  ScalarOperator scalar(Place place, Expr.Call call, Scope scope) {
    Grid whole = place.query().grid();
    Grid grid = scope.grid();
    return switch (call.function()) {
      case PI -> new InstantScalar(place, i -> Math.PI);
      case TIME -> new InstantScalar(place, i -> grid.at(i) / 1000.0);
      case START -> new InstantScalar(place, i -> whole.startMillis() / 1000.0);
      case END -> new InstantScalar(place, i -> place.query().endMillis() / 1000.0);
      case STEP -> new InstantScalar(place, i -> GoMath.seconds(step(place.query())));
      case RANGE -> new InstantScalar(place, i -> GoMath.seconds(place.query().rangeMillis()));
      case MIN_OF ->
          new CombineScalars(
              place,
              planner.scalar(call.arguments().get(0), scope),
              planner.scalar(call.arguments().get(1), scope),
              GoMath::min);
      case MAX_OF ->
          new CombineScalars(
              place,
              planner.scalar(call.arguments().get(0), scope),
              planner.scalar(call.arguments().get(1), scope),
              GoMath::max);
      case SCALAR -> new VectorToScalar(place, first(call, scope));
      default -> throw new IllegalStateException("gives no number: " + call);
    };
  }

  /** The step of a query; 0 where there is but one instant, even if a step was asked for. */
  private static long step(QueryContext query) {
    return query.rangeMillis() == 0 ? 0 : query.stepMillis();
  }

  /** Plans a function that gives series. */
  VectorOperator vector(Place place, Expr.Call call, Scope outer) {
    Scope scope = scopeOf(call, outer);
    RangeFunction range = RangeFunctions.of(call.function());
    if (range != null) {
      return overRange(place, call, range, scope);
    }
    return switch (call.function()) {
      case VECTOR -> new ScalarToVector(place, planner.scalar(call.arguments().getFirst(), scope));
      case ABSENT, ABSENT_OVER_TIME ->
          new Absent(place, call, planner.operator(call.arguments().getFirst(), scope));
      case TIMESTAMP -> timestamps(place, call, Select.What.TIMESTAMP, scope);
      case START_TIMESTAMP -> timestamps(place, call, Select.What.START, scope);
      case SORT, SORT_DESC, SORT_BY_LABEL, SORT_BY_LABEL_DESC ->
          new Sort(place, call, first(call, scope));
      case LABEL_REPLACE, LABEL_JOIN -> new Relabel(place, call, first(call, scope));
      case HISTOGRAM_QUANTILE, HISTOGRAM_QUANTILES, HISTOGRAM_FRACTION ->
          buckets(place, call, scope);
      case HISTOGRAM_COUNT, HISTOGRAM_SUM, HISTOGRAM_AVG, HISTOGRAM_STDDEV, HISTOGRAM_STDVAR ->
          new HistogramFunction(place, call, first(call, scope));
      case INFO -> new JoinInfo(place, call, first(call, scope));
      default -> ofValues(place, call, scope);
    };
  }

  private VectorOperator first(Expr.Call call, Scope scope) {
    return planner.vector(call.arguments().getFirst(), scope);
  }

  private VectorOperator overRange(
      Place place, Expr.Call call, RangeFunction function, Scope scope) {
    for (Expr argument : call.arguments()) {
      if (argument.unwrapped() instanceof Expr.MatrixSelector matrix) {
        ExtendedRange.check(call.function(), matrix.selector().extension());
      }
    }
    return new OverRange(place, call, function, planner.operators(call.arguments(), scope));
  }

  /** Samples straight from the storage have timestamps of their own; only they have a start. */
  private VectorOperator timestamps(Place place, Expr.Call call, Select.What what, Scope scope) {
    Expr argument = call.arguments().getFirst();
    if (argument.unwrapped() instanceof Expr.VectorSelector selector) {
      Select select = new Select(planner.place(selector, scope), selector, what, false);
      return new Timestamps(place, select, true);
    }
    return what == Select.What.TIMESTAMP
        ? new Timestamps(place, planner.vector(argument, scope), false)
        : new Nothing(place);
  }

  private VectorOperator buckets(Place place, Expr.Call call, Scope scope) {
    List<Operator> inputs = planner.operators(call.arguments(), scope);
    List<ScalarOperator> parameters = new ArrayList<>();
    VectorOperator buckets = null;
    for (Operator input : inputs) {
      switch (input) {
        case VectorOperator vector -> buckets = vector;
        case ScalarOperator parameter -> parameters.add(parameter);
        case RangeOperator range -> throw new IllegalStateException("takes no range: " + call);
        case TextOperator text -> throw new IllegalStateException("takes no text: " + call);
      }
    }
    if (buckets == null) {
      throw new IllegalStateException("without buckets: " + call);
    }
    boolean several = call.function() == dev.pharos.query.syntax.Function.HISTOGRAM_QUANTILES;
    String label = several ? TextOperator.textOf(call.arguments().get(1)) : "";
    return new BucketQuantiles(place, call, buckets, parameters, label, inputs);
  }

  /** A function of each value; those of dates are of the instants if no series are given. */
  private VectorOperator ofValues(Place place, Expr.Call call, Scope scope) {
    List<Expr> arguments = call.arguments();
    if (arguments.isEmpty()) {
      Grid grid = scope.grid();
      VectorOperator times =
          new ScalarToVector(place, new InstantScalar(place, i -> grid.at(i) / 1000.0));
      return new ValueFunction(place, call, times, List.of(), List.of());
    }
    VectorOperator input = first(call, scope);
    List<Operator> inputs = new ArrayList<>();
    inputs.add(input);
    List<ScalarOperator> parameters = new ArrayList<>();
    for (Expr argument : arguments.subList(1, arguments.size())) {
      parameters.add(planner.scalar(argument, scope));
    }
    inputs.addAll(parameters);
    return new ValueFunction(place, call, input, parameters, inputs);
  }

  /** For what a function wants its arguments: some look at nothing but count and sum. */
  private static Scope scopeOf(Expr.Call call, Scope outer) {
    return switch (call.function()) {
      case HISTOGRAM_COUNT, HISTOGRAM_SUM, HISTOGRAM_AVG -> outer.withStatistics();
      case HISTOGRAM_QUANTILE, HISTOGRAM_QUANTILES, HISTOGRAM_FRACTION ->
          outer.withWholeHistograms();
      default -> outer;
    };
  }
}

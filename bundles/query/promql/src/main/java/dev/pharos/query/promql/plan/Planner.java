package dev.pharos.query.promql.plan;

import dev.pharos.query.promql.column.Grid;
import dev.pharos.query.promql.column.QueryContext;
import dev.pharos.query.promql.function.BinaryOperations;
import dev.pharos.query.promql.operator.Aggregate;
import dev.pharos.query.promql.operator.AggregateQuantile;
import dev.pharos.query.promql.operator.CombineScalars;
import dev.pharos.query.promql.operator.CountValues;
import dev.pharos.query.promql.operator.InstantScalar;
import dev.pharos.query.promql.operator.MapScalar;
import dev.pharos.query.promql.operator.Match;
import dev.pharos.query.promql.operator.Negate;
import dev.pharos.query.promql.operator.Once;
import dev.pharos.query.promql.operator.OnceScalar;
import dev.pharos.query.promql.operator.Operator;
import dev.pharos.query.promql.operator.Pick;
import dev.pharos.query.promql.operator.Place;
import dev.pharos.query.promql.operator.RangeOperator;
import dev.pharos.query.promql.operator.ScalarOperator;
import dev.pharos.query.promql.operator.Select;
import dev.pharos.query.promql.operator.SelectRange;
import dev.pharos.query.promql.operator.SetOperation;
import dev.pharos.query.promql.operator.Subquery;
import dev.pharos.query.promql.operator.TextOperator;
import dev.pharos.query.promql.operator.VectorOperator;
import dev.pharos.query.promql.operator.WithScalar;
import dev.pharos.query.syntax.Expr;
import dev.pharos.query.syntax.ValueType;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes operators of the expressions of one query.
 *
 * <p>All that can be known before samples are read is decided here: at which instants each part is
 * evaluated, what {@linkplain Once is the same} at all of them, what {@linkplain CommonParts stands
 * in several places} and is computed once, which histograms are asked for nothing but count and
 * sum, and {@linkplain Pushdown which series} cannot matter. Parentheses and plus signs vanish.
 */
final class Planner {

  /**
   * For what a part of a query is wanted.
   *
   * @param grid the instants
   * @param statistics whether its histograms are asked for nothing but count and sum
   * @param whole whether histograms are wanted whole, whatever they are asked for
   */
  record Scope(Grid grid, boolean statistics, boolean whole) {

    Scope withStatistics() {
      return statistics || whole ? this : new Scope(grid, true, false);
    }

    Scope withWholeHistograms() {
      return whole ? this : new Scope(grid, false, true);
    }

    Scope once() {
      return new Scope(Grid.at(grid.startMillis()), statistics, whole);
    }

    /** Within a subquery resets cannot be told from what is selected alone. */
    Scope within(Grid inner) {
      return new Scope(inner, false, true);
    }
  }

  private final QueryContext query;
  private final Invariants invariants;
  private final CommonParts common;
  private final CallPlanner calls = new CallPlanner(this);

  private Planner(QueryContext query, Expr root) {
    this.query = query;
    this.invariants = Invariants.of(root);
    this.common = CommonParts.of(query, root);
  }

  /** The operator that answers a query. */
  static Operator plan(QueryContext query, Expr root) {
    Expr expr = Pushdown.apply(root);
    query.annotations().order(expr);
    return new Planner(query, expr).operator(expr, new Scope(query.grid(), false, false));
  }

  QueryContext query() {
    return query;
  }

  Operator operator(Expr expr, Scope scope) {
    return switch (expr.type()) {
      case SCALAR -> scalar(expr, scope);
      case VECTOR -> vector(expr, scope);
      case MATRIX -> range(expr, scope);
      case STRING -> new TextOperator(place(expr, scope), TextOperator.textOf(expr));
    };
  }

  /** Operators of several expressions. */
  List<Operator> operators(List<Expr> exprs, Scope scope) {
    List<Operator> operators = new ArrayList<>(exprs.size());
    for (Expr expr : exprs) {
      if (expr.type() != ValueType.STRING) {
        operators.add(operator(expr, scope));
      }
    }
    return operators;
  }

  Place place(Expr expr, Scope scope) {
    return new Place(query, expr, scope.grid());
  }

  /** Plans an expression of type scalar. */
  ScalarOperator scalar(Expr expr, Scope scope) {
    Expr bare = bare(expr);
    Place place = place(expr, scope);
    if (scope.grid().size() > 1
        && !(bare instanceof Expr.NumberLiteral)
        && invariants.contains(bare)) {
      return new OnceScalar(place, scalar(bare, scope.once()));
    }
    return switch (bare) {
      case Expr.NumberLiteral number -> new InstantScalar(place, i -> number.value());
      case Expr.Unary unary -> new MapScalar(place, scalar(unary.expr(), scope), value -> -value);
      case Expr.Binary binary ->
          new CombineScalars(
              place,
              scalar(binary.left(), scope),
              scalar(binary.right(), scope),
              (left, right) -> BinaryOperations.compute(binary.operator(), left, right));
      case Expr.Call call -> calls.scalar(place, call, scope);
      default -> throw new IllegalStateException("not a scalar: " + bare);
    };
  }

  /** Plans an expression of type instant vector. */
  VectorOperator vector(Expr expr, Scope scope) {
    Expr bare = bare(expr);
    return common.isRepeated(bare)
        ? common.shared(place(bare, scope), scope, () -> single(bare, scope))
        : single(bare, scope);
  }

  private VectorOperator single(Expr expr, Scope scope) {
    Place place = place(expr, scope);
    if (scope.grid().size() > 1 && invariants.contains(expr)) {
      return new Once(place, single(expr, scope.once()));
    }
    return switch (expr) {
      case Expr.VectorSelector selector ->
          new Select(place, selector, Select.What.ITSELF, scope.statistics());
      case Expr.Unary unary -> new Negate(place, vector(unary.expr(), scope));
      case Expr.Binary binary -> binary(place, binary, scope);
      case Expr.Aggregation aggregation -> aggregation(place, aggregation, scope);
      case Expr.Call call -> calls.vector(place, call, scope);
      default -> throw new IllegalStateException("not a vector: " + expr);
    };
  }

  private VectorOperator binary(Place place, Expr.Binary binary, Scope outer) {
    Scope scope = BinaryOperations.isTrim(binary.operator()) ? outer.withWholeHistograms() : outer;
    Operator left = operator(binary.left(), scope);
    Operator right = operator(binary.right(), scope);
    if (left instanceof VectorOperator one && right instanceof VectorOperator other) {
      return binary.operator().isSet()
          ? new SetOperation(place, binary, one, other)
          : new Match(place, binary, one, other);
    }
    if (left instanceof VectorOperator vector && right instanceof ScalarOperator scalar) {
      return new WithScalar(place, binary, vector, scalar, false);
    }
    if (left instanceof ScalarOperator scalar && right instanceof VectorOperator vector) {
      return new WithScalar(place, binary, vector, scalar, true);
    }
    throw new IllegalStateException("not between these: " + binary);
  }

  private VectorOperator aggregation(Place place, Expr.Aggregation aggregation, Scope scope) {
    return switch (aggregation.aggregator()) {
      case SUM, AVG, COUNT, MIN, MAX, GROUP, STDDEV, STDVAR ->
          new Aggregate(place, aggregation, vector(aggregation.expr(), scope));
      case QUANTILE ->
          new AggregateQuantile(
              place,
              aggregation,
              scalar(parameter(aggregation), scope),
              vector(aggregation.expr(), scope));
      case TOPK, BOTTOMK, LIMITK, LIMIT_RATIO ->
          new Pick(
              place,
              aggregation,
              scalar(parameter(aggregation), scope),
              vector(aggregation.expr(), scope));
      case COUNT_VALUES ->
          new CountValues(
              place,
              aggregation,
              TextOperator.textOf(parameter(aggregation)),
              vector(aggregation.expr(), scope));
    };
  }

  private static Expr parameter(Expr.Aggregation aggregation) {
    Expr parameter = aggregation.parameter();
    if (parameter == null) {
      throw new IllegalStateException("no parameter: " + aggregation);
    }
    return parameter;
  }

  /** Plans an expression of type range vector. */
  RangeOperator range(Expr expr, Scope scope) {
    Place place = place(expr, scope);
    return switch (expr.unwrapped()) {
      case Expr.MatrixSelector matrix -> new SelectRange(place, matrix, scope.statistics());
      case Expr.Subquery subquery -> {
        Subquery.Shape shape = Subquery.Shape.of(query, subquery, scope.grid());
        Grid inner = shape.inner();
        yield new Subquery(
            place, shape, inner == null ? null : vector(subquery.expr(), scope.within(inner)));
      }
      default -> throw new IllegalStateException("not a range vector: " + expr);
    };
  }

  /** An expression without what changes nothing: parentheses and plus signs around it. */
  static Expr bare(Expr expr) {
    Expr bare = expr;
    while (true) {
      switch (bare) {
        case Expr.Paren paren -> bare = paren.expr();
        case Expr.Unary unary when !unary.negative() -> bare = unary.expr();
        default -> {
          return bare;
        }
      }
    }
  }
}

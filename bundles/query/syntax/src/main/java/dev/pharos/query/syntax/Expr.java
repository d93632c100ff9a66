package dev.pharos.query.syntax;

import dev.pharos.model.Labels;
import dev.pharos.model.Matcher;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A PromQL expression as parsed: an immutable tree that knows nothing of storage or evaluation.
 *
 * <p>The set of node kinds is closed. Code that treats them all does so in one {@code switch}
 * without a {@code default}, so that a new kind fails to compile wherever it has been forgotten.
 * Trees are equal if they mean the same, wherever their parts stood in the text. Types have been
 * checked: what the {@link Parser} answers can be evaluated.
 */
public sealed interface Expr {

  /** Where it stands in the query. */
  Span at();

  /** What it evaluates to. */
  ValueType type();

  /**
   * A number.
   *
   * @param duration whether it was written as one, like {@code 1h30m}, and so is meant in seconds
   */
  record NumberLiteral(double value, boolean duration, Span at) implements Expr {
    @Override
    public ValueType type() {
      return ValueType.SCALAR;
    }
  }

  record StringLiteral(String value, Span at) implements Expr {
    @Override
    public ValueType type() {
      return ValueType.STRING;
    }
  }

  /** Which instant a selector looks at instead of the one being evaluated. */
  sealed interface Instant {
    /** {@code @ 1603774568}, in milliseconds since the Unix epoch. */
    record At(long timestampMillis) implements Instant {}

    /** {@code @ start()}: the first instant of the query. */
    record Start() implements Instant {}

    /** {@code @ end()}: the last instant of the query. */
    record End() implements Instant {}
  }

  /** How samples beside a range take part in it. */
  enum Extension {
    NONE,
    /** The last sample before the range stands at its start. */
    ANCHORED,
    /** Values at the ends of the range are interpolated. */
    SMOOTHED
  }

  /**
   * Shifts the time that a selector or subquery looks at.
   *
   * @param offset how far back; null for not at all
   * @param instant a fixed instant; null for the one being evaluated
   */
  record Shift(@Nullable DurationExpr offset, @Nullable Instant instant) {
    public static final Shift NONE = new Shift(null, null);
  }

  /**
   * The series that fulfil all matchers, each with its sample at the instant.
   *
   * <p>Selectors are equal whatever the order of their matchers.
   *
   * @param name the metric's name if it stands before the braces, else empty; it is the last of the
   *     matchers, too
   */
  record VectorSelector(
      String name, List<Matcher> matchers, Shift shift, Extension extension, Span at)
      implements Expr {
    public VectorSelector {
      matchers = List.copyOf(matchers);
    }

    @Override
    public ValueType type() {
      return ValueType.VECTOR;
    }

    /** The name of the metric if the matchers require one, else the empty string. */
    public String metricName() {
      for (Matcher matcher : matchers) {
        if (matcher.name().equals(Labels.METRIC_NAME) && matcher.type() == Matcher.Type.EQUAL) {
          return matcher.value();
        }
      }
      return "";
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof VectorSelector that
          && name.equals(that.name)
          && shift.equals(that.shift)
          && extension == that.extension
          && Set.copyOf(matchers).equals(Set.copyOf(that.matchers));
    }

    @Override
    public int hashCode() {
      return Objects.hash(name, shift, extension, Set.copyOf(matchers));
    }
  }

  /** The series of a selector with all their samples in {@code range} before the instant. */
  record MatrixSelector(VectorSelector selector, DurationExpr range, Span at) implements Expr {
    @Override
    public ValueType type() {
      return ValueType.MATRIX;
    }
  }

  /**
   * An expression evaluated again and again over a range before the instant.
   *
   * @param step from evaluation to evaluation; null for the default
   */
  record Subquery(Expr expr, DurationExpr range, @Nullable DurationExpr step, Shift shift, Span at)
      implements Expr {
    @Override
    public ValueType type() {
      return ValueType.MATRIX;
    }
  }

  /** A sign before an expression. */
  record Unary(boolean negative, Expr expr, Span at) implements Expr {
    @Override
    public ValueType type() {
      return expr.type();
    }
  }

  /** How many series of one side a series of the other may meet. */
  enum Cardinality {
    ONE_TO_ONE,
    MANY_TO_ONE,
    ONE_TO_MANY,
    /** Set operators. */
    MANY_TO_MANY
  }

  /**
   * How the series of two vectors find each other.
   *
   * @param on whether {@code labels} are the ones that count, else the ones that do not
   * @param include labels taken over from the side of which there is one
   * @param fillLeft what stands in for a series missing on the left; null for no result
   * @param fillRight what stands in for a series missing on the right; null for no result
   */
  record Matching(
      Cardinality cardinality,
      boolean on,
      List<String> labels,
      List<String> include,
      @Nullable Double fillLeft,
      @Nullable Double fillRight) {

    public Matching {
      labels = List.copyOf(labels);
      include = List.copyOf(include);
    }

    /** All labels count. */
    public static Matching all(Cardinality cardinality) {
      return new Matching(cardinality, false, List.of(), List.of(), null, null);
    }
  }

  /**
   * An operator between two expressions.
   *
   * @param bool whether a comparison answers 0 or 1 instead of filtering
   * @param matching how series are matched; null unless both sides are vectors
   */
  record Binary(
      BinaryOperator operator,
      Expr left,
      Expr right,
      boolean bool,
      @Nullable Matching matching,
      Span at)
      implements Expr {
    @Override
    public ValueType type() {
      return left.type() == ValueType.SCALAR && right.type() == ValueType.SCALAR
          ? ValueType.SCALAR
          : ValueType.VECTOR;
    }
  }

  /**
   * Few series made out of many.
   *
   * @param parameter what stands before the vector; null if the aggregator takes none
   * @param grouping labels by which, or without which, series are grouped
   */
  record Aggregation(
      Aggregator aggregator,
      Expr expr,
      @Nullable Expr parameter,
      List<String> grouping,
      boolean without,
      Span at)
      implements Expr {
    public Aggregation {
      grouping = List.copyOf(grouping);
    }

    @Override
    public ValueType type() {
      return ValueType.VECTOR;
    }
  }

  record Call(Function function, List<Expr> arguments, Span at) implements Expr {
    public Call {
      arguments = List.copyOf(arguments);
    }

    @Override
    public ValueType type() {
      return function.returns();
    }

    /** The argument at {@code index} if the query gives it. */
    public Optional<Expr> argument(int index) {
      return index < arguments.size() ? Optional.of(arguments.get(index)) : Optional.empty();
    }
  }

  record Paren(Expr expr, Span at) implements Expr {
    @Override
    public ValueType type() {
      return expr.type();
    }
  }

  /** This expression without the parentheses around it. */
  default Expr unwrapped() {
    Expr inner = this;
    while (inner instanceof Paren paren) {
      inner = paren.expr();
    }
    return inner;
  }

  /** The expressions directly below, in the order of the text. */
  default List<Expr> children() {
    return switch (this) {
      case NumberLiteral number -> List.of();
      case StringLiteral string -> List.of();
      case VectorSelector selector -> List.of();
      case MatrixSelector matrix -> List.of(matrix.selector());
      case Subquery subquery -> List.of(subquery.expr());
      case Unary unary -> List.of(unary.expr());
      case Binary binary -> List.of(binary.left(), binary.right());
      case Aggregation aggregation ->
          aggregation.parameter() == null
              ? List.of(aggregation.expr())
              : List.of(aggregation.parameter(), aggregation.expr());
      case Call call -> call.arguments();
      case Paren paren -> List.of(paren.expr());
    };
  }
}

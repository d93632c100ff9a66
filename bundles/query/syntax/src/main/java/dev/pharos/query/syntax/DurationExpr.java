package dev.pharos.query.syntax;

import org.jspecify.annotations.Nullable;

/**
 * A length of time as a query writes it: a duration, a number of seconds, or a computation with
 * them.
 *
 * <p>{@code step()} and {@code range()} stand for those of the query, so the length is known only
 * when the query runs.
 */
public sealed interface DurationExpr {

  /** The operators between lengths. */
  enum Operator {
    ADD("+", 1),
    SUBTRACT("-", 1),
    MULTIPLY("*", 2),
    DIVIDE("/", 2),
    MODULO("%", 2),
    POWER("^", 3);

    private final String symbol;
    private final int precedence;

    Operator(String symbol, int precedence) {
      this.symbol = symbol;
      this.precedence = precedence;
    }

    public String symbol() {
      return symbol;
    }

    int precedence() {
      return precedence;
    }
  }

  /**
   * A length in seconds; those of the same length are equal.
   *
   * @param duration whether it was written as a duration, as {@code 5m}
   */
  record Seconds(double value, boolean duration, Span at) implements DurationExpr {
    public Seconds {
      // A duration of nothing has no sign, a number has.
      value = duration && value == 0 ? 0 : value;
    }

    /** A length that stands in no query. */
    public Seconds(double value) {
      this(value, true, new Span(0, 0));
    }

    /** What counts of it where it is not computed with: whole milliseconds, the rest is dropped. */
    Seconds inMillis() {
      long millis = millis(0, 0);
      double whole = millis / 1000.0;
      return whole == 0 ? this : new Seconds(whole, duration, at);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Seconds that && Double.compare(value, that.value) == 0;
    }

    @Override
    public int hashCode() {
      return Double.hashCode(value);
    }
  }

  /** {@code step()}: from one instant of the query to the next. */
  record Step(Span at) implements DurationExpr {}

  /** {@code range()}: from the first instant of the query to its end. */
  record Range(Span at) implements DurationExpr {}

  /** A computation in parentheses. */
  record Paren(DurationExpr operand) implements DurationExpr {
    @Override
    public Span at() {
      return operand.at();
    }
  }

  record Negative(DurationExpr operand, Span at) implements DurationExpr {}

  record Binary(Operator operator, DurationExpr left, DurationExpr right) implements DurationExpr {
    @Override
    public Span at() {
      return left.at().to(right.at());
    }

    private double compute(double l, double r) {
      return switch (operator) {
        case ADD -> l + r;
        case SUBTRACT -> l - r;
        case MULTIPLY -> l * r;
        case DIVIDE -> {
          if (r == 0) {
            throw new Undefined(this, "division by zero");
          }
          yield l / r;
        }
        case MODULO -> {
          if (r == 0) {
            throw new Undefined(this, "modulo by zero");
          }
          yield l % r;
        }
        case POWER -> Math.pow(l, r);
      };
    }
  }

  /** {@code min_of} or {@code max_of}. */
  record Extreme(boolean smaller, DurationExpr left, DurationExpr right) implements DurationExpr {
    @Override
    public Span at() {
      return left.at().to(right.at());
    }
  }

  /** A computation has no result. */
  final class Undefined extends ArithmeticException {

    private static final long serialVersionUID = 1L;

    private final transient DurationExpr at;

    Undefined(DurationExpr at, String message) {
      super(message);
      this.at = at;
    }

    /** The operator that has none. */
    public DurationExpr at() {
      return at;
    }
  }

  /** Where it stands, as the original tells it: without parentheses, of a call its arguments. */
  Span at();

  /**
   * The length in seconds.
   *
   * @param stepMillis step of the query
   * @param rangeMillis from the first instant of the query to its end
   * @throws Undefined if it divides by zero
   */
  default double seconds(long stepMillis, long rangeMillis) {
    return switch (this) {
      case Seconds seconds -> seconds.value();
      case Step step -> stepMillis / 1000.0;
      case Range range -> rangeMillis / 1000.0;
      case Paren(DurationExpr operand) -> operand.seconds(stepMillis, rangeMillis);
      case Negative negative -> -negative.operand().seconds(stepMillis, rangeMillis);
      case Extreme(boolean smaller, DurationExpr left, DurationExpr right) -> {
        double l = left.seconds(stepMillis, rangeMillis);
        double r = right.seconds(stepMillis, rangeMillis);
        yield smaller ? Math.min(l, r) : Math.max(l, r);
      }
      case Binary binary ->
          binary.compute(
              binary.left().seconds(stepMillis, rangeMillis),
              binary.right().seconds(stepMillis, rangeMillis));
    };
  }

  /**
   * The length in whole milliseconds, like {@link #seconds}; the rest is dropped, as in the
   * original. A number is rounded to nanoseconds before, so that {@code 1.001} is not 1 s.
   */
  default long millis(long stepMillis, long rangeMillis) {
    double seconds = seconds(stepMillis, rangeMillis);
    return this instanceof Seconds
        ? Rounding.halfAway(seconds * 1e9) / 1_000_000
        : (long) (seconds * 1000);
  }

  /** Whether the length is the same in every query. */
  default boolean isConstant() {
    return switch (this) {
      case Seconds seconds -> true;
      case Step step -> false;
      case Range range -> false;
      case Paren(DurationExpr operand) -> operand.isConstant();
      case Negative negative -> negative.operand().isConstant();
      case Extreme(boolean smaller, DurationExpr left, DurationExpr right) ->
          left.isConstant() && right.isConstant();
      case Binary binary -> binary.left().isConstant() && binary.right().isConstant();
    };
  }
}

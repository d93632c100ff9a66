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
  record Seconds(double value, boolean duration) implements DurationExpr {
    public Seconds {
      // No time has no sign.
      value = value == 0 ? 0 : value;
    }

    public Seconds(double value) {
      this(value, true);
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
  record Step() implements DurationExpr {}

  /** {@code range()}: from the first instant of the query to the last. */
  record Range() implements DurationExpr {}

  /** A computation in parentheses. */
  record Paren(DurationExpr operand) implements DurationExpr {}

  record Negative(DurationExpr operand) implements DurationExpr {}

  record Binary(Operator operator, DurationExpr left, DurationExpr right) implements DurationExpr {}

  /** {@code min_of} or {@code max_of}. */
  record Extreme(boolean smaller, DurationExpr left, DurationExpr right) implements DurationExpr {}

  /**
   * The length in seconds.
   *
   * @param stepMillis step of the query
   * @param rangeMillis from the first to the last instant of the query
   * @throws ArithmeticException if it divides by zero
   */
  default double seconds(long stepMillis, long rangeMillis) {
    return switch (this) {
      case Seconds(double value, boolean _) -> value;
      case Step() -> stepMillis / 1000.0;
      case Range() -> rangeMillis / 1000.0;
      case Paren(DurationExpr operand) -> operand.seconds(stepMillis, rangeMillis);
      case Negative(DurationExpr operand) -> -operand.seconds(stepMillis, rangeMillis);
      case Extreme(boolean smaller, DurationExpr left, DurationExpr right) -> {
        double l = left.seconds(stepMillis, rangeMillis);
        double r = right.seconds(stepMillis, rangeMillis);
        yield smaller ? Math.min(l, r) : Math.max(l, r);
      }
      case Binary(Operator operator, DurationExpr left, DurationExpr right) ->
          compute(
              operator,
              left.seconds(stepMillis, rangeMillis),
              right.seconds(stepMillis, rangeMillis));
    };
  }

  /** The length in milliseconds, like {@link #seconds}. */
  default long millis(long stepMillis, long rangeMillis) {
    return Math.round(seconds(stepMillis, rangeMillis) * 1000);
  }

  /** Whether the length is the same in every query. */
  default boolean isConstant() {
    return switch (this) {
      case Seconds seconds -> true;
      case Step step -> false;
      case Range range -> false;
      case Paren(DurationExpr operand) -> operand.isConstant();
      case Negative(DurationExpr operand) -> operand.isConstant();
      case Extreme(boolean smaller, DurationExpr left, DurationExpr right) ->
          left.isConstant() && right.isConstant();
      case Binary(Operator operator, DurationExpr left, DurationExpr right) ->
          left.isConstant() && right.isConstant();
    };
  }

  private static double compute(Operator operator, double left, double right) {
    return switch (operator) {
      case ADD -> left + right;
      case SUBTRACT -> left - right;
      case MULTIPLY -> left * right;
      case DIVIDE -> {
        if (right == 0) {
          throw new ArithmeticException("division by zero");
        }
        yield left / right;
      }
      case MODULO -> {
        if (right == 0) {
          throw new ArithmeticException("modulo by zero");
        }
        yield left % right;
      }
      case POWER -> Math.pow(left, right);
    };
  }
}

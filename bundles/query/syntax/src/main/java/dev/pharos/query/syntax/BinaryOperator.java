package dev.pharos.query.syntax;

/** The operators between two expressions. */
public enum BinaryOperator {
  ADD("+", 4),
  SUBTRACT("-", 4),
  MULTIPLY("*", 5),
  DIVIDE("/", 5),
  MODULO("%", 5),
  ATAN2("atan2", 5),
  /** The only one that binds to the right. */
  POWER("^", 6),
  EQUAL("==", 3),
  NOT_EQUAL("!=", 3),
  LESS("<", 3),
  LESS_OR_EQUAL("<=", 3),
  GREATER(">", 3),
  GREATER_OR_EQUAL(">=", 3),
  /** Cuts a native histogram off above a value. */
  TRIM_UPPER("</", 3),
  /** Cuts a native histogram off below a value. */
  TRIM_LOWER(">/", 3),
  AND("and", 2),
  UNLESS("unless", 2),
  OR("or", 1);

  private final String symbol;
  private final int precedence;

  BinaryOperator(String symbol, int precedence) {
    this.symbol = symbol;
    this.precedence = precedence;
  }

  public String symbol() {
    return symbol;
  }

  /** How strongly it binds, from 1. */
  public int precedence() {
    return precedence;
  }

  /** Whether it compares, and so filters or answers 0 and 1. */
  public boolean isComparison() {
    return switch (this) {
      case EQUAL, NOT_EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> true;
      default -> false;
    };
  }

  /** Whether it works on the presence of series, not on values. */
  public boolean isSet() {
    return switch (this) {
      case AND, OR, UNLESS -> true;
      default -> false;
    };
  }
}

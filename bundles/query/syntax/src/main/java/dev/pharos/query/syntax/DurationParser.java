package dev.pharos.query.syntax;

import dev.pharos.query.syntax.Token.Kind;
import org.jspecify.annotations.Nullable;

/** Reads lengths of time: {@code 5m}, {@code 300}, {@code 2*(step()+1m)}. */
final class DurationParser {

  /** As many as the original counts in nanoseconds. */
  private static final double MAX_SECONDS = 0x1p63 / 1e9;

  private static final String EXPECTED = "number, duration, step(), or range()";

  private final TokenReader in;
  private int depth;

  DurationParser(TokenReader in) {
    this.in = in;
  }

  /** A length in brackets, where operators may be used freely. */
  DurationExpr inBrackets() throws ParseException {
    return binary(0, "subquery or range selector");
  }

  /** A length after {@code offset}: signs may stand before it, operators only in parentheses. */
  DurationExpr offset() throws ParseException {
    return signed("offset");
  }

  private DurationExpr binary(int precedence, String context) throws ParseException {
    deeper();
    DurationExpr left = signed(context);
    while (true) {
      DurationExpr.Operator operator = operator(in.peek());
      if (operator == null || operator.precedence() < precedence) {
        depth--;
        return left;
      }
      Span at = in.next().at();
      boolean rightBinding = operator == DurationExpr.Operator.POWER;
      DurationExpr right =
          binary(rightBinding ? operator.precedence() : operator.precedence() + 1, context);
      left = new DurationExpr.Binary(operator, left, right);
      if (left.isConstant()) {
        computable(left, at);
      }
    }
  }

  private void computable(DurationExpr constant, Span at) throws ParseException {
    try {
      if (constant.seconds(0, 0) == Double.POSITIVE_INFINITY) {
        throw in.fault(at, "duration out of range");
      }
    } catch (ArithmeticException e) {
      throw in.fault(at, String.valueOf(e.getMessage()));
    }
  }

  private void deeper() throws ParseException {
    if (++depth > Parser.MAX_NESTING) {
      throw in.fault(in.peek().at(), "the duration is nested too deeply; compute it beforehand");
    }
  }

  private static DurationExpr.@Nullable Operator operator(Token token) {
    for (DurationExpr.Operator operator : DurationExpr.Operator.values()) {
      if (token.is(operator.symbol())) {
        return operator;
      }
    }
    return null;
  }

  private DurationExpr signed(String context) throws ParseException {
    if (in.peek().is("+")) {
      in.next();
      return nested(context, false);
    }
    if (in.peek().is("-")) {
      in.next();
      return nested(context, true);
    }
    return operand(context);
  }

  private DurationExpr nested(String context, boolean negative) throws ParseException {
    deeper();
    // A sign binds more weakly than a power, but for offsets, which take no power.
    DurationExpr operand =
        context.equals("offset")
            ? signed(context)
            : binary(DurationExpr.Operator.POWER.precedence(), context);
    depth--;
    if (!negative) {
      return operand;
    }
    return operand instanceof DurationExpr.Seconds(double value)
        ? new DurationExpr.Seconds(-value)
        : new DurationExpr.Negative(operand);
  }

  private DurationExpr operand(String context) throws ParseException {
    Token token = in.next();
    if (token.kind() == Kind.NUMBER || token.kind() == Kind.DURATION) {
      double seconds = in.number(token);
      if (Math.abs(seconds) > MAX_SECONDS) {
        throw in.fault(token.at(), "duration out of range");
      }
      return new DurationExpr.Seconds(seconds);
    }
    if (token.is("(")) {
      DurationExpr inner = binary(0, "duration expression");
      in.expect(")", context, "\")\"");
      return inner;
    }
    if (token.isWord("step") || token.isWord("range")) {
      in.expect("(", context, "\"(\"");
      in.expect(")", context, "\")\"");
      return token.isWord("step") ? new DurationExpr.Step() : new DurationExpr.Range();
    }
    if (token.isWord("min_of") || token.isWord("max_of")) {
      in.expect("(", context, "\"(\"");
      DurationExpr left = binary(0, context);
      in.expect(",", context, "\",\"");
      DurationExpr right = binary(0, context);
      in.expect(")", context, "\")\"");
      return new DurationExpr.Extreme(token.isWord("min_of"), left, right);
    }
    throw in.unexpected(token, context, EXPECTED);
  }
}

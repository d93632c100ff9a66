package dev.pharos.query.syntax;

import dev.pharos.query.syntax.Token.Kind;
import dev.pharos.query.syntax.TokenReader.Place;
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

  /** How far a range or subquery reaches. */
  DurationExpr range() throws ParseException {
    return positive("subquery or range selector", EXPECTED);
  }

  /** The step of a subquery. */
  DurationExpr step() throws ParseException {
    return positive("subquery selector", "number, duration, step(), range(), or \"]\"");
  }

  private DurationExpr positive(String context, String expected) throws ParseException {
    Place outer = in.enter(context, expected);
    DurationExpr length = binary(0);
    in.leave(outer);
    if (length instanceof DurationExpr.Seconds(double value, boolean _, Span literal)
        && !(value > 0)) {
      throw in.fault(literal, "duration must be greater than 0");
    }
    return inMillis(length);
  }

  private static DurationExpr inMillis(DurationExpr length) {
    return length instanceof DurationExpr.Seconds literal ? literal.inMillis() : length;
  }

  /**
   * A length after {@code offset}. A number, a call or a parenthesis behind a sign is all of it,
   * but behind a plain parenthesis or two signs, operators still belong to the length: it is told
   * in parentheses then, which keep it together however it is written.
   */
  DurationExpr offset() throws ParseException {
    Place outer = in.enter("offset", EXPECTED);
    DurationExpr length = offsetWithin();
    in.leave(outer);
    return length instanceof DurationExpr.Binary
        ? new DurationExpr.Paren(length)
        : inMillis(length);
  }

  private DurationExpr offsetWithin() throws ParseException {
    if (in.peek().is("(")) {
      return binary(0);
    }
    if (!isSign(in.peek())) {
      return operand();
    }
    if (!isSign(in.peekSecond())) {
      Token sign = in.next();
      return signed(sign, operand());
    }
    return binary(0);
  }

  private static boolean isSign(Token token) {
    return token.is("+") || token.is("-");
  }

  private DurationExpr binary(int precedence) throws ParseException {
    deeper();
    DurationExpr left = unary();
    while (true) {
      DurationExpr.Operator operator = operator(in.peek());
      if (operator == null || operator.precedence() < precedence) {
        depth--;
        return left;
      }
      Span at = in.next().at();
      boolean rightBinding = operator == DurationExpr.Operator.POWER;
      DurationExpr right = binary(rightBinding ? operator.precedence() : operator.precedence() + 1);
      if (right instanceof DurationExpr.Seconds(double value, boolean _, Span _) && value == 0) {
        noDivision(operator, at);
      }
      left = new DurationExpr.Binary(operator, left, right);
    }
  }

  private void noDivision(DurationExpr.Operator operator, Span at) throws ParseException {
    if (operator == DurationExpr.Operator.DIVIDE) {
      throw in.fault(at, "division by zero");
    }
    if (operator == DurationExpr.Operator.MODULO) {
      throw in.fault(at, "modulo by zero");
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

  private DurationExpr unary() throws ParseException {
    if (!isSign(in.peek())) {
      return operand();
    }
    Token sign = in.next();
    deeper();
    // A sign binds more weakly than a power.
    DurationExpr operand = binary(DurationExpr.Operator.POWER.precedence());
    depth--;
    return signed(sign, operand);
  }

  private DurationExpr signed(Token sign, DurationExpr operand) {
    Span at = sign.at().to(operand.at());
    if (operand instanceof DurationExpr.Seconds(double value, boolean duration, Span _)) {
      return new DurationExpr.Seconds(sign.is("-") ? -value : value, duration, at);
    }
    return sign.is("-") ? new DurationExpr.Negative(operand, at) : operand;
  }

  private DurationExpr operand() throws ParseException {
    if (in.isNumberNext()) {
      return number();
    }
    Token token = in.peek();
    if (token.is("(")) {
      in.next();
      DurationExpr inner = binary(0);
      in.expect(")");
      boolean needless =
          inner instanceof DurationExpr.Seconds || inner instanceof DurationExpr.Paren;
      return needless ? inner : new DurationExpr.Paren(inner);
    }
    if (token.kind() != Kind.WORD) {
      throw in.unexpected();
    }
    return switch (token.lowerCase()) {
      case "step" -> new DurationExpr.Step(bare());
      case "range" -> new DurationExpr.Range(bare());
      case "min_of" -> extreme(true);
      case "max_of" -> extreme(false);
      default -> throw in.unexpected();
    };
  }

  private DurationExpr number() throws ParseException {
    Token token = in.next();
    double seconds = in.number(token);
    if (Math.abs(seconds) > MAX_SECONDS) {
      throw in.fault(token.at(), "duration out of range");
    }
    return new DurationExpr.Seconds(seconds, token.kind() == Kind.DURATION, token.at());
  }

  /** Reads a call without arguments. */
  private Span bare() throws ParseException {
    Token name = in.next();
    in.expect("(");
    return name.at().to(in.expect(")").at());
  }

  private DurationExpr extreme(boolean smaller) throws ParseException {
    in.next();
    in.expect("(");
    DurationExpr left = binary(0);
    in.expect(",");
    DurationExpr right = binary(0);
    in.expect(")");
    return new DurationExpr.Extreme(smaller, left, right);
  }
}

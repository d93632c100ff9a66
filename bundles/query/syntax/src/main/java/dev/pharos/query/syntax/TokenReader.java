package dev.pharos.query.syntax;

import dev.pharos.query.syntax.Token.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Tokens with a look two ahead, what single tokens mean, and what to say of one that does not fit.
 *
 * <p>Such a token is told with the innermost construct around it that has something to say of it,
 * as {@code unexpected "x" in aggregation}: whoever reads the construct says so with {@link
 * #enter}.
 */
final class TokenReader {

  /**
   * What is being read.
   *
   * @param context its name in messages; empty if it has none
   * @param expected what should come next; empty if nobody says so
   */
  record Place(String context, String expected) {

    private static final Place QUERY = new Place("", "");
  }

  private final Lexer lexer;
  private Place place = Place.QUERY;
  private @Nullable Token first;
  private @Nullable Token second;
  private Token last = new Token(Kind.END, "", new Span(0, 0));

  TokenReader(Lexer lexer) {
    this.lexer = lexer;
  }

  Token peek() throws ParseException {
    Token token = first;
    if (token == null) {
      token = lexer.next();
      first = token;
    }
    return token;
  }

  /** The token after the next. */
  Token peekSecond() throws ParseException {
    peek();
    Token token = second;
    if (token == null) {
      token = lexer.next();
      second = token;
    }
    return token;
  }

  Token next() throws ParseException {
    last = peek();
    first = second;
    second = null;
    return last;
  }

  /** The token that was taken last. */
  Token last() {
    return last;
  }

  /** Reads something whose faults are told so from now on; answers what was read until now. */
  Place enter(String context, String expected) {
    Place outer = place;
    place = new Place(context, expected);
    return outer;
  }

  /** Goes on with what was read before {@link #enter}. */
  void leave(Place outer) {
    place = outer;
  }

  Token expect(String symbol) throws ParseException {
    if (!peek().is(symbol)) {
      throw unexpected();
    }
    return next();
  }

  double number(Token token) throws ParseException {
    try {
      return token.kind() == Kind.DURATION
          ? Durations.parseMillis(token.text()) / 1000.0
          : Numbers.literal(token.text());
    } catch (IllegalArgumentException e) {
      throw fault(token.at(), String.valueOf(e.getMessage()));
    }
  }

  boolean isNumberNext() throws ParseException {
    return peek().kind() == Kind.NUMBER || peek().kind() == Kind.DURATION;
  }

  /** Whether an expression can begin with the next token. */
  boolean isExpressionNext() throws ParseException {
    Token token = peek();
    return switch (token.kind()) {
      case IDENTIFIER, METRIC_IDENTIFIER, STRING, NUMBER, DURATION -> true;
      case WORD -> Words.canBeMetric(token.lowerCase());
      case SYMBOL -> token.is("(") || token.is("{");
      case OPERATOR -> token.is("+") || token.is("-");
      case END -> false;
    };
  }

  /** The next token does not fit. */
  ParseException unexpected() throws ParseException {
    return unexpected(place.context(), place.expected());
  }

  /** The next token does not fit, and this is what was being read. */
  ParseException unexpected(String context, String expected) throws ParseException {
    StringBuilder message = new StringBuilder("unexpected ").append(peek().describe());
    if (!context.isEmpty()) {
      message.append(" in ").append(context);
    }
    if (!expected.isEmpty()) {
      message.append(", expected ").append(expected);
    }
    return fault(peek().at(), message.toString());
  }

  ParseException fault(Span at, String message) {
    return new ParseException(lexer.text(), at, message);
  }
}

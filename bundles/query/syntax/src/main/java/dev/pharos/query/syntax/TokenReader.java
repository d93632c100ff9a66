package dev.pharos.query.syntax;

import dev.pharos.query.syntax.Token.Kind;
import org.jspecify.annotations.Nullable;

/** Tokens with a look two ahead, and what single tokens mean. */
final class TokenReader {

  private final Lexer lexer;
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

  Token expect(String symbol, String context, String expected) throws ParseException {
    if (!peek().is(symbol)) {
      throw unexpected(context, expected);
    }
    return next();
  }

  double number(Token token) throws ParseException {
    try {
      return token.kind() == Kind.DURATION
          ? Durations.parseMillis(token.text()) / 1000.0
          : Numbers.parse(token.text());
    } catch (IllegalArgumentException e) {
      throw fault(token.at(), String.valueOf(e.getMessage()));
    }
  }

  String string(Token token) throws ParseException {
    try {
      return Unquoted.of(token.text());
    } catch (IllegalArgumentException e) {
      throw fault(token.at(), String.valueOf(e.getMessage()));
    }
  }

  ParseException unexpected(String context, String expected) throws ParseException {
    return unexpected(peek(), context, expected);
  }

  ParseException unexpected(Token token, String context, String expected) {
    StringBuilder message = new StringBuilder("unexpected ").append(token.describe());
    if (!context.isEmpty()) {
      message.append(" in ").append(context);
    }
    if (!expected.isEmpty()) {
      message.append(", expected ").append(expected);
    }
    return fault(token.at(), message.toString());
  }

  ParseException fault(Span at, String message) {
    return new ParseException(lexer.text(), at, message);
  }
}

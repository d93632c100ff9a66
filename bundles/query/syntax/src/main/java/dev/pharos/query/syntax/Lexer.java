package dev.pharos.query.syntax;

import dev.pharos.query.syntax.Token.Kind;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts a query into tokens, one at a time, so that the first fault in the order of the text is the
 * one reported.
 *
 * <p>What a character means depends on where it stands: within braces there are only labels and
 * matchers, and within brackets a colon separates range and step instead of being part of a name.
 */
final class Lexer {

  static final Set<String> KEYWORDS =
      Set.of(
          "offset",
          "smoothed",
          "anchored",
          "by",
          "without",
          "on",
          "ignoring",
          "group_left",
          "group_right",
          "bool",
          "fill",
          "fill_left",
          "fill_right");

  static final Set<String> WORD_OPERATORS = Set.of("and", "or", "unless", "atan2");

  private static final Pattern NUMBER =
      Pattern.compile(
          "0[xX][0-9a-fA-F_]+|(?:[0-9](?:_?[0-9])*\\.?(?:[0-9](?:_?[0-9])*)?|\\.[0-9](?:_?[0-9])*)"
              + "(?:[eE][+-]?[0-9](?:_?[0-9])*)?");

  private static final Pattern DURATION = Pattern.compile("(?:[0-9]+(?:ms|[smhdwy]))+");

  private final String text;
  private int position;
  private int parens;
  private boolean braceOpen;
  private boolean bracketOpen;

  Lexer(String text) {
    this.text = text;
  }

  String text() {
    return text;
  }

  /** The next token; the last one is {@link Kind#END}, again and again. */
  Token next() throws ParseException {
    skipBlanks();
    if (position == text.length()) {
      return end();
    }
    char c = text.charAt(position);
    if (braceOpen) {
      return inBraces(c);
    }
    if (c == '"' || c == '\'' || c == '`') {
      return string(c);
    }
    if (isDigit(c) || (c == '.' && isDigit(charAt(position + 1)))) {
      return number();
    }
    if (isLetter(c) || (c == ':' && !bracketOpen)) {
      return word();
    }
    return symbol(c);
  }

  private void skipBlanks() {
    while (position < text.length()) {
      char c = text.charAt(position);
      if (c == '#') {
        while (position < text.length() && text.charAt(position) != '\n') {
          position++;
        }
      } else if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
        position++;
      } else {
        return;
      }
    }
  }

  private Token end() throws ParseException {
    if (braceOpen) {
      throw fault(position, "unexpected end of input inside braces");
    }
    if (parens > 0) {
      throw fault(position, "unclosed left parenthesis");
    }
    if (bracketOpen) {
      throw fault(position, "unclosed left bracket");
    }
    return new Token(Kind.END, "", new Span(position, position));
  }

  private Token inBraces(char c) throws ParseException {
    if (c == '"' || c == '\'' || c == '`') {
      return string(c);
    }
    if (isLetter(c)) {
      int start = position;
      while (position < text.length() && isNamePart(charAt(position))) {
        position++;
      }
      return token(Kind.IDENTIFIER, start);
    }
    switch (c) {
      case '}' -> {
        braceOpen = false;
        return take(Kind.SYMBOL, 1);
      }
      case ',' -> {
        return take(Kind.SYMBOL, 1);
      }
      case '=' -> {
        return take(Kind.OPERATOR, charAt(position + 1) == '~' ? 2 : 1);
      }
      case '!' -> {
        char after = charAt(position + 1);
        if (after == '=' || after == '~') {
          return take(Kind.OPERATOR, 2);
        }
        throw fault(
            position, "unexpected character after '!' inside braces: '" + printable(after) + "'");
      }
      case '{' -> throw fault(position, "unexpected left brace '{'");
      default ->
          throw fault(position, "unexpected character inside braces: '" + printable(c) + "'");
    }
  }

  private Token symbol(char c) throws ParseException {
    switch (c) {
      case '+', '-', '*', '%', '^', '@' -> {
        return take(c == '@' ? Kind.SYMBOL : Kind.OPERATOR, 1);
      }
      case '/' -> {
        return take(Kind.OPERATOR, 1);
      }
      case ',' -> {
        return take(Kind.SYMBOL, 1);
      }
      case '=' -> {
        char after = charAt(position + 1);
        return take(Kind.OPERATOR, after == '=' || after == '~' ? 2 : 1);
      }
      case '!' -> {
        if (charAt(position + 1) == '=') {
          return take(Kind.OPERATOR, 2);
        }
        throw fault(
            position, "unexpected character after '!': '" + printable(charAt(position + 1)) + "'");
      }
      case '<', '>' -> {
        char after = charAt(position + 1);
        return take(Kind.OPERATOR, after == '=' || after == '/' ? 2 : 1);
      }
      case '(' -> {
        parens++;
        return take(Kind.SYMBOL, 1);
      }
      case ')' -> {
        if (parens == 0) {
          // Told behind it, as the original does.
          throw fault(position + 1, "unexpected right parenthesis ')'");
        }
        parens--;
        return take(Kind.SYMBOL, 1);
      }
      case '{' -> {
        braceOpen = true;
        return take(Kind.SYMBOL, 1);
      }
      case '[' -> {
        if (bracketOpen) {
          throw fault(position, "unexpected left bracket '['");
        }
        bracketOpen = true;
        return take(Kind.SYMBOL, 1);
      }
      case ']' -> {
        if (!bracketOpen) {
          throw fault(position, "unexpected right bracket ']'");
        }
        bracketOpen = false;
        return take(Kind.SYMBOL, 1);
      }
      case ':' -> {
        return take(Kind.SYMBOL, 1);
      }
      default -> throw fault(position, "unexpected character: '" + printable(c) + "'");
    }
  }

  private Token word() {
    int start = position;
    boolean colon = false;
    while (position < text.length()
        && (isNamePart(charAt(position)) || (charAt(position) == ':' && !bracketOpen))) {
      colon |= charAt(position) == ':';
      position++;
    }
    String word = text.substring(start, position).toLowerCase(Locale.ROOT);
    if (word.equals("inf") || word.equals("nan")) {
      return token(Kind.NUMBER, start);
    }
    return token(colon ? Kind.METRIC_IDENTIFIER : Kind.IDENTIFIER, start);
  }

  private Token number() throws ParseException {
    int start = position;
    Matcher duration = DURATION.matcher(text).region(start, text.length());
    Matcher number = NUMBER.matcher(text).region(start, text.length());
    Kind kind = Kind.NUMBER;
    position = number.lookingAt() ? number.end() : start + 1;
    if (duration.lookingAt() && duration.end() > position) {
      kind = Kind.DURATION;
      position = duration.end();
    }
    if (isNamePart(charAt(position)) || charAt(position) == '.') {
      position++;
      throw new ParseException(
          text,
          new Span(start, position),
          "bad number or duration syntax: \"" + text.substring(start, position) + "\"");
    }
    return token(kind, start);
  }

  private Token string(char quote) throws ParseException {
    int start = position++;
    while (true) {
      char c = charAt(position);
      if (position >= text.length() || (c == '\n' && quote != '`')) {
        throw fault(start, quote == '`' ? "unterminated raw string" : "unterminated quoted string");
      }
      if (c == '\\' && quote != '`') {
        if (position + 1 >= text.length()) {
          throw fault(start, "escape sequence not terminated");
        }
        position += 2;
      } else if (c == quote) {
        position++;
        return token(Kind.STRING, start);
      } else {
        position++;
      }
    }
  }

  private Token take(Kind kind, int length) {
    int start = position;
    position += length;
    return token(kind, start);
  }

  private Token token(Kind kind, int start) {
    return new Token(kind, text.substring(start, position), new Span(start, position));
  }

  /** The character at {@code index}, or 0 behind the end. */
  private char charAt(int index) {
    return index < text.length() ? text.charAt(index) : 0;
  }

  private ParseException fault(int at, String message) {
    return new ParseException(text, new Span(at, at + 1), message);
  }

  private static String printable(char c) {
    return c == 0 ? "\\x00" : String.valueOf(c);
  }

  private static boolean isDigit(char c) {
    return '0' <= c && c <= '9';
  }

  private static boolean isLetter(char c) {
    return ('a' <= c && c <= 'z') || ('A' <= c && c <= 'Z') || c == '_';
  }

  private static boolean isNamePart(char c) {
    return isLetter(c) || isDigit(c);
  }
}

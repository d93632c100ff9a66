package dev.pharos.query.syntax;

import dev.pharos.query.syntax.Token.Kind;

/** The characters of a query, and where in it the token begins that is being read. */
final class Scanner {

  /** Stands for the end of the text. */
  static final int END = -1;

  private final String text;
  private int start;
  private int position;

  Scanner(String text) {
    this.text = text;
  }

  String text() {
    return text;
  }

  /** What has been read of the token. */
  String read() {
    return text.substring(start, position);
  }

  /** Whether anything has been read of the token. */
  boolean hasRead() {
    return position > start;
  }

  int next() {
    int c = peek();
    position += c == END ? 0 : Character.charCount(c);
    return c;
  }

  int peek() {
    return position < text.length() ? text.codePointAt(position) : END;
  }

  /** Takes back one character of ASCII. */
  void back() {
    position--;
  }

  /** Takes the next character if it is one of these. */
  boolean accept(String characters) {
    if (!isNext(characters)) {
      return false;
    }
    position++;
    return true;
  }

  /** Takes all characters that are among these, of ASCII. */
  void acceptAll(String characters) {
    while (isNext(characters)) {
      position++;
    }
  }

  boolean isNext(String characters) {
    int c = peek();
    return c != END && characters.indexOf(c) >= 0;
  }

  /** Whether {@code c} comes next, but for blanks. */
  boolean isNextBehindBlanks(char c) {
    int at = position;
    while (at < text.length() && isBlank(text.charAt(at))) {
      at++;
    }
    return at < text.length() && text.charAt(at) == c;
  }

  void skipBlanks() {
    while (position < text.length() && isBlank(text.charAt(position))) {
      position++;
    }
    start = position;
  }

  void skipBlanksAndComments() {
    skipBlanks();
    while (peek() == '#') {
      while (peek() != END && peek() != '\n' && peek() != '\r') {
        next();
      }
      skipBlanks();
    }
  }

  static boolean isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
  }

  /** Ends the token here. */
  Token token(Kind kind) {
    Token token = new Token(kind, read(), new Span(start, position));
    start = position;
    return token;
  }

  /** What is wrong with the token. */
  ParseException fault(String message) {
    return new ParseException(text, new Span(start, Math.max(position, start + 1)), message);
  }

  /** What is wrong, told behind what has been read. */
  ParseException faultBehind(String message) {
    return new ParseException(text, new Span(position, position + 1), message);
  }
}

package dev.pharos.query.syntax;

import dev.pharos.model.Quoted;
import dev.pharos.query.syntax.Token.Kind;
import java.util.Locale;
import java.util.Set;

/**
 * Cuts a query into tokens, one at a time, so that the first fault in the order of the text is the
 * one reported.
 *
 * <p>What a character means depends on where it stands: within braces there are only labels and
 * matchers; a length in brackets, up to its first number, knows only what lengths are computed
 * with; and behind that number a colon separates range and step instead of being part of a name.
 */
final class Lexer {

  private static final int END = Scanner.END;
  private static final Set<String> LENGTH_WORDS = Set.of("step", "range", "min_of", "max_of");

  private final Scanner in;
  private int parens;
  private boolean braceOpen;
  private boolean bracketOpen;

  /** Whether a bracket was opened and no number has come since. */
  private boolean beforeLength;

  private boolean hadColon;

  /** Whether there has been a number in any bracket: a step needs one before it. */
  private boolean hadLength;

  Lexer(String text) {
    this.in = new Scanner(text);
  }

  String text() {
    return in.text();
  }

  /** The next token; the last one is {@link Kind#END}, again and again. */
  Token next() throws ParseException {
    if (beforeLength) {
      return beforeLength();
    }
    in.skipBlanksAndComments();
    return braceOpen ? inBraces() : anywhere();
  }

  private Token anywhere() throws ParseException {
    int c = in.next();
    switch (c) {
      case END -> {
        return end();
      }
      case '"', '\'', '`' -> {
        return string(c);
      }
      case '{' -> {
        braceOpen = true;
        return in.token(Kind.SYMBOL);
      }
      case '[' -> {
        return openBracket();
      }
      case ']' -> {
        if (!bracketOpen) {
          throw in.fault("unexpected right bracket ']'");
        }
        bracketOpen = false;
        return in.token(Kind.SYMBOL);
      }
      case '=', '!', '<', '>' -> {
        return comparison(c);
      }
      case '@' -> {
        return in.token(Kind.OPERATOR);
      }
      default -> {
        if (isDigit(c) || (c == '.' && isDigit(in.peek()))) {
          in.back();
          return numberOrDuration();
        }
        if (isLetter(c) || c == ':') {
          return bracketOpen ? afterLength(c) : word();
        }
        return arithmetic(c, "unexpected character: ");
      }
    }
  }

  private Token end() throws ParseException {
    if (parens > 0) {
      throw in.fault("unclosed left parenthesis");
    }
    if (bracketOpen) {
      throw in.fault("unclosed left bracket");
    }
    return in.token(Kind.END);
  }

  private Token openBracket() throws ParseException {
    if (bracketOpen) {
      throw in.fault("unexpected left bracket '['");
    }
    hadColon = false;
    bracketOpen = true;
    beforeLength = true;
    return in.token(Kind.SYMBOL);
  }

  private Token comparison(int c) throws ParseException {
    int after = in.peek();
    if (c == '=' && after == '~') {
      throw in.fault("unexpected character after '=': '~'");
    }
    if (c == '!' && after != '=') {
      throw in.fault("unexpected character after '!': " + Quoted.quoteRune(after));
    }
    boolean trim = after == '/' && (c == '<' || c == '>');
    if (after == '=' || trim) {
      in.next();
      return in.token(Kind.OPERATOR);
    }
    return in.token(c == '=' ? Kind.SYMBOL : Kind.OPERATOR);
  }

  /** What may stand in queries as well as in lengths. */
  private Token arithmetic(int c, String otherwise) throws ParseException {
    switch (c) {
      case '+', '-', '*', '/', '%', '^' -> {
        return in.token(Kind.OPERATOR);
      }
      case ',' -> {
        return in.token(Kind.SYMBOL);
      }
      case '(' -> {
        parens++;
        return in.token(Kind.SYMBOL);
      }
      case ')' -> {
        if (parens == 0) {
          // Told behind it, as the original does.
          throw in.faultBehind("unexpected right parenthesis ')'");
        }
        parens--;
        return in.token(Kind.SYMBOL);
      }
      default -> throw in.fault(otherwise + Quoted.quoteRune(c));
    }
  }

  /** In brackets, as long as there has been no number. */
  private Token beforeLength() throws ParseException {
    in.skipBlanks();
    int c = in.next();
    switch (c) {
      case END -> throw in.fault("unexpected end of input in duration expression");
      case ']' -> {
        beforeLength = false;
        bracketOpen = false;
        return in.token(Kind.SYMBOL);
      }
      case ':' -> {
        if (!hadLength) {
          throw in.faultBehind("unexpected colon before duration in duration expression");
        }
        if (hadColon) {
          throw in.faultBehind("unexpected repeated colon in duration expression");
        }
        hadColon = true;
        return in.token(Kind.SYMBOL);
      }
      default -> {
        if (isDigit(c) || (c == '.' && isDigit(in.peek()))) {
          in.back();
          beforeLength = false;
          hadLength = true;
          return numberOrDuration();
        }
        String fault = "unexpected character in duration expression: ";
        if (isLetter(c)) {
          return lengthWord(c, fault + Quoted.quoteRune(c));
        }
        return arithmetic(c, fault);
      }
    }
  }

  /** A letter or colon in brackets, when there has been a number. */
  private Token afterLength(int c) throws ParseException {
    if (c != ':') {
      return lengthWord(c, "unexpected character: " + Quoted.quoteRune(c) + ", expected ':'");
    }
    if (hadColon) {
      throw in.fault("unexpected colon ':'");
    }
    hadColon = true;
    return in.token(Kind.SYMBOL);
  }

  private Token lengthWord(int first, String fault) throws ParseException {
    if ("smrSMR".indexOf(first) < 0) {
      throw in.fault(fault);
    }
    while (isLetter(in.peek())) {
      in.next();
    }
    if (!LENGTH_WORDS.contains(in.read().toLowerCase(Locale.ROOT))) {
      throw in.fault(fault);
    }
    return in.token(Kind.WORD);
  }

  private Token inBraces() throws ParseException {
    int c = in.next();
    switch (c) {
      case END -> throw in.fault("unexpected end of input inside braces");
      case '"', '\'', '`' -> {
        return string(c);
      }
      case '}' -> {
        braceOpen = false;
        return in.token(Kind.SYMBOL);
      }
      case ',' -> {
        return in.token(Kind.SYMBOL);
      }
      case '=' -> {
        return in.accept("~") ? in.token(Kind.OPERATOR) : in.token(Kind.SYMBOL);
      }
      case '!' -> {
        if (in.accept("=~")) {
          return in.token(Kind.OPERATOR);
        }
        throw in.fault(
            "unexpected character after '!' inside braces: " + Quoted.quoteRune(in.peek()));
      }
      case '{' -> throw in.fault("unexpected left brace '{'");
      default -> {
        if (!isLetter(c)) {
          throw in.fault("unexpected character inside braces: " + Quoted.quoteRune(c));
        }
        while (isNamePart(in.peek())) {
          in.next();
        }
        return in.token(Kind.IDENTIFIER);
      }
    }
  }

  private Token word() {
    while (isNamePart(in.peek()) || in.peek() == ':') {
      in.next();
    }
    Token name = in.token(Kind.IDENTIFIER);
    String word = name.lowerCase();
    if (word.equals("inf") || word.equals("nan")) {
      return name.as(Kind.NUMBER);
    }
    // Only with parentheses, so that metrics which were called so before can still be.
    boolean isWord = Words.FILLS.contains(word) ? in.isNextBehindBlanks('(') : Words.contains(word);
    if (isWord) {
      return name.as(Kind.WORD);
    }
    return word.indexOf(':') < 0 ? name : name.as(Kind.METRIC_IDENTIFIER);
  }

  private Token numberOrDuration() throws ParseException {
    NumberScan scan = new NumberScan(in);
    if (scan.number()) {
      return in.token(Kind.NUMBER);
    }
    if (scan.restOfDuration()) {
      return in.token(Kind.DURATION);
    }
    throw in.fault("bad number or duration syntax: " + Quoted.quote(in.read()));
  }

  private Token string(int quote) throws ParseException {
    boolean raw = quote == '`';
    while (true) {
      int c = in.next();
      if (c == END || (c == '\n' && !raw)) {
        throw in.fault(raw ? "unterminated raw string" : "unterminated quoted string");
      }
      if (c == '\ufffd') {
        throw in.fault("invalid UTF-8 rune");
      }
      if (c == quote) {
        return in.token(Kind.STRING);
      }
      if (c == '\\' && !raw) {
        Escape.read(in, quote);
      }
    }
  }

  static boolean isDigit(int c) {
    return '0' <= c && c <= '9';
  }

  static boolean isLetter(int c) {
    return ('a' <= c && c <= 'z') || ('A' <= c && c <= 'Z') || c == '_';
  }

  static boolean isNamePart(int c) {
    return isLetter(c) || isDigit(c);
  }
}

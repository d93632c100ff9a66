package dev.pharos.query.syntax;

/**
 * A text is no PromQL query; the message begins with line and column, as in {@code 1:7: parse
 * error: …}.
 */
public final class ParseException extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient Span at;

  ParseException(String query, Span at, String fault) {
    super(at.position(query) + ": parse error: " + fault);
    this.at = at;
  }

  private ParseException(String message) {
    super(message);
    this.at = new Span(0, 0);
  }

  /** There is nothing to parse, and so no place to point at. */
  static ParseException empty() {
    return new ParseException("unknown position: parse error: no expression found in input");
  }

  public Span at() {
    return at;
  }
}

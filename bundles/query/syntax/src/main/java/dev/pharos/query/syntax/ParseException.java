package dev.pharos.query.syntax;

/**
 * A text is no PromQL query; the message begins with line and column, as in {@code 1:7: parse
 * error: …}.
 */
public final class ParseException extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient Span at;

  ParseException(String query, Span at, String fault) {
    super(place(query, at) + ": parse error: " + fault);
    this.at = at;
  }

  /** There is nothing to parse. */
  static ParseException empty(String query) {
    return new ParseException(query, new Span(0, 0), "no expression found in input");
  }

  private static String place(String query, Span at) {
    return query.isEmpty() ? "unknown position" : at.position(query);
  }

  public Span at() {
    return at;
  }
}

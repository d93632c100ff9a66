package dev.pharos.query.api;

/** A query is wrong, or could not be evaluated. */
public final class QueryException extends Exception {

  private static final long serialVersionUID = 1L;

  /** What went wrong, by whose fault it is. */
  public enum Kind {
    /** The text is no query: the message begins with line and column. */
    PARSE,
    /** The query cannot be evaluated over this data, or asks for more than it may. */
    EXECUTION,
    CANCELLED,
    TIMEOUT,
    /** The store failed. */
    STORAGE
  }

  private final Kind kind;

  public QueryException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public QueryException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}

package dev.pharos.query.promql.column;

/** A query cannot be evaluated over the data there is, or asks for more than it may. */
public final class EvaluationException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public EvaluationException(String message) {
    super(message);
  }
}

package dev.pharos.query.promql;

/** A query cannot be evaluated over the data there is, or asks for more than it may. */
final class EvaluationException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  EvaluationException(String message) {
    super(message);
  }
}

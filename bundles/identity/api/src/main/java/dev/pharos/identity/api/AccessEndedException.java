package dev.pharos.identity.api;

/** A read was cancelled, or its deadline has passed. */
public final class AccessEndedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** What ended the read. */
  public enum Why {
    CANCELLED,
    DEADLINE
  }

  private final Why why;

  public AccessEndedException(Why why, String message) {
    super(message);
    this.why = why;
  }

  public Why why() {
    return why;
  }
}

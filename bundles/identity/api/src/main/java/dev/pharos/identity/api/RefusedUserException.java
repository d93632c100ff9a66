package dev.pharos.identity.api;

/**
 * A change of users or tokens was refused and nothing was changed; the message says what to do
 * instead.
 */
public final class RefusedUserException extends Exception {

  private static final long serialVersionUID = 1L;

  /** What stands against it. */
  public enum Why {
    /** There is none of that name. */
    UNKNOWN,
    /** There is one of that name. */
    EXISTS,
    /** The name, the password or the lifetime breaks a rule. */
    INVALID,
    /** Nobody would be left who may administer the platform. */
    LAST_ADMIN
  }

  private final Why why;

  public RefusedUserException(Why why, String message) {
    super(message);
    this.why = why;
  }

  public Why why() {
    return why;
  }
}

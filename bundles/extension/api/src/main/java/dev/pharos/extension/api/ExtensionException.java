package dev.pharos.extension.api;

/**
 * A change to the platform's bundles was refused or failed; the message says why and what to do.
 */
public final class ExtensionException extends Exception {

  private static final long serialVersionUID = 1L;

  /** Whose fault it is. */
  public enum Kind {
    /** The principal may not do this. */
    FORBIDDEN,
    /** What was given cannot be used. */
    INVALID,
    /** There is no such bundle. */
    NOT_FOUND,
    /** The bundle, or the disk, failed. */
    FAILED
  }

  private final Kind kind;

  public ExtensionException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public ExtensionException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}

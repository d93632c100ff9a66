package dev.pharos.document.api;

/**
 * A document was changed by somebody else since it was read; read it again and repeat the change.
 */
public final class VersionConflictException extends Exception {

  private static final long serialVersionUID = 1L;

  public VersionConflictException(String kind, String name, long expected, long found) {
    super(
        kind
            + " "
            + name
            + " is at version "
            + found
            + ", expected "
            + expected
            + "; read it again and repeat the change");
  }
}

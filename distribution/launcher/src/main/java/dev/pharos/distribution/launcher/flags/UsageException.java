package dev.pharos.distribution.launcher.flags;

/** The command line cannot be understood; the message says which word of it and why. */
public final class UsageException extends Exception {

  private static final long serialVersionUID = 1L;

  public UsageException(String message) {
    super(message);
  }
}

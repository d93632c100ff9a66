package dev.pharos.distribution.launcher.feature;

import java.nio.file.Path;

/** A feature or shape file cannot be used; the message names the file, the place and the remedy. */
public final class InvalidFeatureException extends Exception {

  private static final long serialVersionUID = 1L;

  public InvalidFeatureException(Path file, String fault) {
    super(file + ": " + fault);
  }
}

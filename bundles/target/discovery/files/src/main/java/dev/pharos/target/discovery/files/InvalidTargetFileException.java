package dev.pharos.target.discovery.files;

/** A file does not list targets; the message names the file, the line and what to do. */
final class InvalidTargetFileException extends Exception {

  private static final long serialVersionUID = 1L;

  InvalidTargetFileException(String message) {
    super(message);
  }
}

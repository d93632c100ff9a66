package dev.pharos.web.prometheus.remote;

/** Labels that no series can have; the message says which and why. */
final class InvalidLabelsException extends Exception {

  private static final long serialVersionUID = 1L;

  InvalidLabelsException(String message) {
    super(message, null, false, false);
  }
}

package dev.pharos.web.prometheus.remote;

/** The bytes of a request are not what they claim to be; the message is for the sender. */
final class MalformedRequestException extends Exception {

  private static final long serialVersionUID = 1L;

  MalformedRequestException(String message) {
    // Anybody may send anything: no stack, which would cost more than the rest of the answer.
    super(message, null, false, false);
  }
}

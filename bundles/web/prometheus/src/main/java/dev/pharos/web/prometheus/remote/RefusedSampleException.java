package dev.pharos.web.prometheus.remote;

/** A sample that the storage does not take, so that the request as a whole is refused. */
final class RefusedSampleException extends Exception {

  private static final long serialVersionUID = 1L;

  RefusedSampleException(String message) {
    super(message, null, false, false);
  }
}

package dev.pharos.web.prometheus;

/** A request that gets an error for an answer. */
final class ApiException extends Exception {

  private static final long serialVersionUID = 1L;

  private final ErrorType type;

  ApiException(ErrorType type, String message) {
    super(message);
    this.type = type;
  }

  /** A parameter that cannot be used. */
  static ApiException badParameter(String name, String fault) {
    return new ApiException(ErrorType.BAD_DATA, "invalid parameter \"" + name + "\": " + fault);
  }

  /** A part of the platform that is not there at the moment. */
  static ApiException missing(String what) {
    return new ApiException(
        ErrorType.UNAVAILABLE, what + " is not available: no bundle that is running offers it");
  }

  ErrorType type() {
    return type;
  }

  String message() {
    return String.valueOf(getMessage());
  }
}

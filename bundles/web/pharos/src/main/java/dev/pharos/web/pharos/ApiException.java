package dev.pharos.web.pharos;

/** A request cannot be answered as asked; becomes the answer's {@code error} object. */
final class ApiException extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient Fault fault;

  /**
   * What is wrong.
   *
   * @param status HTTP status
   * @param code for programs, such as {@code not_found}
   * @param message for people
   * @param where the part of the request at fault
   * @param expected what should stand there
   * @param fix what to do
   */
  record Fault(
      int status, String code, String message, String where, String expected, String fix) {}

  ApiException(Fault fault) {
    super(fault.message());
    this.fault = fault;
  }

  Fault fault() {
    return fault;
  }

  static ApiException notFound(String where, String message, String fix) {
    return new ApiException(new Fault(404, "not_found", message, where, "", fix));
  }

  static ApiException badParameter(String name, String found, String expected) {
    return new ApiException(
        new Fault(
            400,
            "bad_parameter",
            "the parameter " + name + " is \"" + found + "\"",
            "query." + name,
            expected,
            "send " + expected));
  }
}

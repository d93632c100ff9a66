package dev.pharos.web.prometheus;

/** What went wrong, as the envelope says it, and the status of the response. */
enum ErrorType {
  BAD_DATA("bad_data", 400),
  EXECUTION("execution", 422),
  /** The client has gone away, or somebody ended the query. */
  CANCELED("canceled", 499),
  TIMEOUT("timeout", 503),
  INTERNAL("internal", 500),
  /** Something is switched off or not there; 500, as in the original, whatever its manual says. */
  UNAVAILABLE("unavailable", 500),
  NOT_FOUND("not_found", 404),
  NOT_ACCEPTABLE("not_acceptable", 406);

  private final String text;
  private final int status;

  ErrorType(String text, int status) {
    this.text = text;
    this.status = status;
  }

  String text() {
    return text;
  }

  int status() {
    return status;
  }
}

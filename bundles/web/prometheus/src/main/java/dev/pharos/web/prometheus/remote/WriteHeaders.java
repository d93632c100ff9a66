package dev.pharos.web.prometheus.remote;

/** Decides by its headers whether a request is one of remote write 1.0. */
final class WriteHeaders {

  private static final String PROTOBUF = "application/x-protobuf";
  private static final String ONE = "prometheus.WriteRequest";
  private static final String TWO = "io.prometheus.write.v2.Request";

  private WriteHeaders() {}

  /** Why a request is none, or the empty text; what is not told is taken for what is right. */
  static String unsupported(String contentType, String contentEncoding) {
    String message = contentType.isEmpty() ? "" : unsupportedType(contentType.strip());
    if (!message.isEmpty()) {
      return message;
    }
    return contentEncoding.isEmpty() || contentEncoding.equalsIgnoreCase("snappy")
        ? ""
        : contentEncoding
            + " encoding (compression) is not accepted by this server; only snappy is acceptable";
  }

  private static String unsupportedType(String contentType) {
    String[] parts = contentType.split(";", -1);
    if (!parts[0].equals(PROTOBUF)) {
      return "expected "
          + PROTOBUF
          + " as the first (media) part, got "
          + contentType
          + " content-type";
    }
    for (int i = 1; i < parts.length; i++) {
      String[] pair = parts[i].split("=", -1);
      if (pair.length != 2) {
        return "as per https://www.rfc-editor.org/rfc/rfc9110#parameter expected parameters to be"
            + " key-values, got "
            + parts[i]
            + " in "
            + contentType
            + " content-type";
      }
      if (pair[0].equals("proto")) {
        return switch (pair[1]) {
          case ONE -> "";
          case TWO ->
              TWO + " protobuf message is not accepted by this server; accepted [" + ONE + "]";
          default ->
              "got "
                  + contentType
                  + " content type; unknown type for remote write protobuf message "
                  + pair[1]
                  + ", supported: "
                  + ONE;
        };
      }
    }
    return "";
  }
}

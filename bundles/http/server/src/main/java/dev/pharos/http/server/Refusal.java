package dev.pharos.http.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * An answer of the front itself: why a request goes no further, and what its sender may do.
 *
 * @param code a lasting word for programs
 * @param message what was found
 * @param expected what would have been let through
 * @param fix what to do
 */
record Refusal(int status, String code, String message, String expected, String fix) {

  /** The path below which errors are told as JSON. */
  private static final String JSON_PATH = "/api/pharos/";

  void send(Request request, Response response, String path, Callback callback) {
    boolean json = path.startsWith(JSON_PATH);
    response.setStatus(status);
    response
        .getHeaders()
        .put(
            HttpHeader.CONTENT_TYPE,
            json ? "application/json; charset=utf-8" : "text/plain; charset=utf-8")
        .put(HttpHeader.CACHE_CONTROL, "no-store");
    response.write(true, ByteBuffer.wrap(body(request.getMethod(), path, json)), callback);
  }

  byte[] body(String method, String path, boolean json) {
    return (json ? json(method + " " + path) : message + "; " + fix + "\n").getBytes(UTF_8);
  }

  static boolean isJson(String path) {
    return path.startsWith(JSON_PATH);
  }

  private String json(String where) {
    StringBuilder text = new StringBuilder("{\"error\":{");
    field(text, "code", code).append(',');
    field(text, "message", message).append(',');
    field(text, "where", where).append(',');
    field(text, "expected", expected).append(',');
    field(text, "fix", fix).append("}}\n");
    return text.toString();
  }

  private static StringBuilder field(StringBuilder text, String name, String value) {
    text.append('"').append(name).append("\":\"");
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"', '\\' -> text.append('\\').append(c);
        default -> {
          // A lone surrogate or a line separator is legal JSON only when escaped everywhere.
          if (c < ' ' || c > '~') {
            text.append("\\u%04x".formatted((int) c));
          } else {
            text.append(c);
          }
        }
      }
    }
    return text.append('"');
  }
}

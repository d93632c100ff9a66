package dev.pharos.web.pharos;

import dev.pharos.identity.api.Access;
import dev.pharos.identity.api.Identities;
import dev.pharos.identity.api.Principal;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request under way and its answer. Used by one thread. */
final class Call {

  /** What one call may take; a panel that has no data by then says so. */
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final HttpServletRequest request;
  private final HttpServletResponse response;
  private final Map<String, String> path;

  Call(HttpServletRequest request, HttpServletResponse response, Map<String, String> path) {
    this.request = request;
    this.response = response;
    this.path = path;
  }

  /** What a placeholder of the route stands for, decoded. */
  String path(String name) {
    String value = path.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the route has no {" + name + "}");
    }
    return value;
  }

  /** A whole number among the query parameters; {@code otherwise} if it is absent or empty. */
  long number(String name, long otherwise, long least, long greatest) throws ApiException {
    String text = text(name);
    if (text.isEmpty()) {
      return otherwise;
    }
    try {
      long value = Long.parseLong(text);
      if (value >= least && value <= greatest) {
        return value;
      }
    } catch (NumberFormatException _) {
      // Told below, like a number out of bounds.
    }
    throw ApiException.badParameter(name, text, "a whole number from " + least + " to " + greatest);
  }

  /** A query parameter; the empty text if it is absent. */
  String text(String name) {
    @Nullable String text = request.getParameter(name);
    return text == null ? "" : text;
  }

  /** Who asks. */
  Principal principal() {
    return request.getAttribute(Identities.PRINCIPAL_ATTRIBUTE) instanceof Principal known
        ? known
        : Principal.ANONYMOUS;
  }

  /** Leave to read for whoever asks, until the time for a call is over. */
  Access access() {
    return Access.of(principal()).within(TIMEOUT);
  }

  String contentType() {
    @Nullable String type = request.getContentType();
    return type == null ? "" : type;
  }

  InputStream body() throws IOException {
    return request.getInputStream();
  }

  /** Begins an answer in JSON; the caller closes it. */
  JsonBytes json(int status) throws IOException {
    response.setStatus(status);
    response.setContentType("application/json");
    response.setHeader("Cache-Control", "no-store");
    return new JsonBytes(response.getOutputStream());
  }

  void bytes(String type, byte[] content) throws IOException {
    response.setContentType(type);
    response.setContentLength(content.length);
    response.getOutputStream().write(content);
  }

  void nothing() {
    response.setStatus(HttpServletResponse.SC_NO_CONTENT);
  }

  void fail(ApiException.Fault fault) throws IOException {
    if (response.isCommitted()) {
      // Too late for words: the reader sees that the answer has no end.
      return;
    }
    response.resetBuffer();
    try (JsonBytes json = json(fault.status())) {
      json.beginObject().name("error").beginObject();
      json.name("code").value(fault.code());
      json.name("message").value(fault.message());
      json.name("where").value(fault.where());
      json.name("expected").value(fault.expected());
      json.name("fix").value(fault.fix());
      json.endObject().endObject();
    }
  }
}

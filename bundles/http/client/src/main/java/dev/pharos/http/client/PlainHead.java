package dev.pharos.http.client;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The head of an answer by HTTP/1.
 *
 * @param minorVersion of HTTP/1
 * @param status such as 200
 * @param fields names and values in turn
 */
record PlainHead(int minorVersion, int status, List<String> fields) {

  /** Reads the lines of a head. */
  static PlainHead parse(String text) throws IOException {
    String[] lines = text.split("\r?\n", -1);
    String first = lines[0];
    if (!first.matches("HTTP/1\\.[0-9] [1-5][0-9][0-9]( .*)?")) {
      throw new IOException(
          "the answer begins with \""
              + first.substring(0, Math.min(60, first.length()))
              + "\", not as one of HTTP/1");
    }
    List<String> fields = new ArrayList<>();
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      if (colon > 0) {
        fields.add(lines[i].substring(0, colon).strip());
        fields.add(lines[i].substring(colon + 1).strip());
      }
    }
    return new PlainHead(
        first.charAt(7) - '0', Integer.parseInt(first, 9, 12, 10), List.copyOf(fields));
  }

  /** The first value of a header. */
  Optional<String> field(String name) {
    for (int i = 0; i < fields.size(); i += 2) {
      if (fields.get(i).equalsIgnoreCase(name)) {
        return Optional.of(fields.get(i + 1));
      }
    }
    return Optional.empty();
  }

  private boolean has(String name, String word) {
    return field(name).orElse("").toLowerCase(Locale.ROOT).contains(word);
  }

  boolean isChunked() {
    return has("Transfer-Encoding", "chunked");
  }

  /** Whether the connection stays open behind the answer. */
  boolean keepsAlive() {
    return minorVersion > 0 ? !has("Connection", "close") : has("Connection", "keep-alive");
  }

  boolean isRedirect() {
    return switch (status) {
      case 301, 302, 303, 307, 308 -> field("Location").isPresent();
      default -> false;
    };
  }

  /** Bytes of the body; -1 if its end is told in another way. */
  long length() throws IOException {
    if (status == 204 || status == 304) {
      return 0;
    }
    Optional<String> told = field("Content-Length");
    if (isChunked() || told.isEmpty()) {
      return -1;
    }
    try {
      long length = Long.parseLong(told.get());
      if (length >= 0) {
        return length;
      }
    } catch (NumberFormatException e) {
      // Told below, like a negative one.
    }
    throw new IOException("the answer has the Content-Length \"" + told.get() + "\"");
  }
}

package dev.pharos.web.pharos;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One thing that can be asked of the API.
 *
 * @param method HTTP method in capitals
 * @param template path below {@code /api/pharos/v1}, in which {@code {name}} stands for one segment
 * @param handler answers
 */
record Route(String method, String template, Handler handler) {

  /** Answers a call. Called by several threads at once. */
  @FunctionalInterface
  interface Handler {
    void answer(Call call) throws ApiException, IOException;
  }

  /** What the placeholders stand for in this path, or empty if the path is another. */
  Optional<Map<String, String>> match(List<String> segments) {
    String[] wanted = template.substring(1).split("/", -1);
    if (wanted.length != segments.size()) {
      return Optional.empty();
    }
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < wanted.length; i++) {
      String found = segments.get(i);
      if (wanted[i].startsWith("{")) {
        values.put(wanted[i].substring(1, wanted[i].length() - 1), found);
      } else if (!wanted[i].equals(found)) {
        return Optional.empty();
      }
    }
    return Optional.of(values);
  }
}

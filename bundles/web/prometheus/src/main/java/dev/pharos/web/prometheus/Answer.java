package dev.pharos.web.prometheus;

import java.io.IOException;
import java.util.List;

/**
 * What a handler answers.
 *
 * @param data writes the member {@code data}
 * @param warnings what may be missing or wrong
 * @param infos what the caller may want to know
 */
record Answer(Data data, List<String> warnings, List<String> infos) {

  /** Writes one JSON value. */
  @FunctionalInterface
  interface Data {
    void write(JsonBytes out) throws IOException;
  }

  private static final Data NOTHING = JsonBytes::nullValue;

  /** The answer of requests that only do something: status 204 and no body. */
  static final Answer DONE = of(NOTHING);

  /** Whether there is nothing to say but that it was done. */
  boolean isDone() {
    return data == NOTHING;
  }

  static Answer of(Data data) {
    return new Answer(data, List.of(), List.of());
  }

  /** A list of texts. */
  static Answer texts(List<String> texts, List<String> warnings) {
    return new Answer(
        out -> {
          out.beginArray();
          for (String text : texts) {
            out.value(text);
          }
          out.endArray();
        },
        warnings,
        List.of());
  }
}

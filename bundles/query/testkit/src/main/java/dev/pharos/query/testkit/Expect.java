package dev.pharos.query.testkit;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Something expected of an answer beside its series.
 *
 * @param message exact text, or null for any
 * @param regex what must be found in the text, or null
 */
record Expect(Kind kind, @Nullable String message, @Nullable Pattern regex) {

  enum Kind {
    FAIL,
    WARN,
    NO_WARN,
    INFO,
    NO_INFO,
    ORDERED,
    /** A text; the message is it. */
    STRING,
    /** Samples at the instants of a range: {@code <from> <to> <step>} in milliseconds. */
    RANGE
  }

  static Expect any(Kind kind) {
    return new Expect(kind, null, null);
  }

  boolean accepts(String text) {
    if (regex != null) {
      return regex.matcher(text).find();
    }
    return message == null || message.equals(text);
  }

  @Override
  public String toString() {
    return kind + (regex != null ? " " + regex : message != null ? " \"" + message + "\"" : "");
  }
}

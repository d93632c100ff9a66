package dev.pharos.distribution.soak;

import java.util.HashMap;
import java.util.Map;

/** What was asked for on the command line, as {@code --name=value}. */
final class Options {

  private final Map<String, String> given = new HashMap<>();

  /**
   * Reads a command line.
   *
   * @throws IllegalArgumentException if a word is no option
   */
  Options(String... words) {
    for (int i = 0; i < words.length; i++) {
      String word = words[i];
      if (!word.startsWith("--")) {
        throw new IllegalArgumentException(word + " is no option; write --name=value");
      }
      int equals = word.indexOf('=');
      if (equals > 0) {
        given.put(word.substring(2, equals), word.substring(equals + 1));
      } else if (i + 1 < words.length) {
        given.put(word.substring(2), words[++i]);
      } else {
        throw new IllegalArgumentException(word + " needs a value");
      }
    }
  }

  long number(String name, long otherwise) {
    String value = given.get(name);
    return value == null ? otherwise : Long.parseLong(value);
  }

  String text(String name, String otherwise) {
    return given.getOrDefault(name, otherwise);
  }
}

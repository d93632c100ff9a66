package dev.pharos.model;

import java.util.List;

/**
 * Words with wildcards between them, as in {@code node-.+:9100}: a text that fulfils it begins with
 * the first word, ends with the last, and has the others in this order between.
 *
 * <p>Immutable and safe for use by several threads.
 *
 * @param words one more than there are wildcards; the outer ones may be empty
 * @param gaps for each wildcard the fewest characters that it takes: none ({@code .*}) or one
 *     ({@code .+})
 */
record Glob(List<String> words, List<Integer> gaps) {

  static final Glob EMPTY = new Glob(List.of(""), List.of());

  private static final Glob ANYTHING = new Glob(List.of("", ""), List.of(0));

  Glob {
    words = List.copyOf(words);
    gaps = List.copyOf(gaps);
  }

  static Glob word(String word) {
    return new Glob(List.of(word), List.of());
  }

  /** Whether there is no wildcard, so that only the one word fulfils it. */
  boolean isWord() {
    return gaps.isEmpty();
  }

  /** Whether every text fulfils it. */
  boolean isAnything() {
    return ANYTHING.equals(this);
  }

  String first() {
    return words.getFirst();
  }

  boolean matches(String text) {
    String first = words.getFirst();
    if (gaps.isEmpty()) {
      return first.equals(text);
    }
    String last = words.getLast();
    int end = text.length() - last.length();
    if (!text.startsWith(first) || end < 0 || !text.endsWith(last)) {
      return false;
    }
    int at = first.length();
    // The leftmost place of each word leaves the most room for those behind it.
    for (int i = 1; i < words.size() - 1; i++) {
      String word = words.get(i);
      int found = text.indexOf(word, at + gaps.get(i - 1));
      if (found < 0) {
        return false;
      }
      at = found + word.length();
    }
    return at + gaps.getLast() <= end;
  }
}

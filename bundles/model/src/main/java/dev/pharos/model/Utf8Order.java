package dev.pharos.model;

import java.util.Comparator;

/**
 * The order of texts by the bytes of their UTF-8, which is the order of their code points and the
 * one in which files of the data model are sorted.
 *
 * <p>{@link String#compareTo} compares UTF-16 code units, which is the same but for characters
 * beyond U+FFFF: those stand before U+E000 to U+FFFF there, and behind them here.
 */
public enum Utf8Order implements Comparator<String> {
  INSTANCE;

  @Override
  public int compare(String one, String other) {
    return order(one, other);
  }

  /** Negative, zero or positive as the first text is before, equal to or behind the other. */
  public static int order(String one, String other) {
    int shorter = Math.min(one.length(), other.length());
    for (int i = 0; i < shorter; i++) {
      char a = one.charAt(i);
      char b = other.charAt(i);
      if (a != b) {
        return a >= Character.MIN_SURROGATE && b >= Character.MIN_SURROGATE
            ? rank(a) - rank(b)
            : a - b;
      }
    }
    return one.length() - other.length();
  }

  /** Surrogates are halves of the highest code points. */
  private static int rank(char c) {
    return Character.isSurrogate(c) ? c + Character.MAX_VALUE : c;
  }
}

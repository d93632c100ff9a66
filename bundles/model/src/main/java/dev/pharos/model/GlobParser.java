package dev.pharos.model;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a regular expression as globs, one of which a text has to fulfil, if it has nothing but
 * words, groups, alternatives, small classes of characters, {@code ?}, {@code .*} and {@code .+}.
 *
 * <p>Most patterns of selectors are like that, and comparing words takes a hundredth of the time of
 * an automaton. Whatever it reads is a valid pattern; the syntax is RE2's.
 *
 * <p>For one call and one thread.
 */
final class GlobParser {

  /** Classes and groups multiply; with more than this many an automaton is as quick. */
  private static final int MOST = 256;

  private static final int MOST_GAPS = 16;
  private static final int DEEPEST = 32;

  private static final String META = "\\.+*?()[]{}^$|";

  private static final Set<Glob> NOTHING = Set.of(Glob.EMPTY);

  private final String pattern;
  private int at;
  private int depth;

  private GlobParser(String pattern) {
    this.pattern = pattern;
  }

  /** The globs of a pattern for whole texts; empty if it needs an automaton. */
  static Optional<Set<Glob>> parse(String pattern) {
    GlobParser parser = new GlobParser(pattern);
    Set<Glob> globs = parser.alternatives();
    return globs != null && parser.at == pattern.length() ? Optional.of(globs) : Optional.empty();
  }

  private @Nullable Set<Glob> alternatives() {
    Set<Glob> all = new LinkedHashSet<>();
    do {
      Set<Glob> one = sequence();
      if (one == null) {
        return null;
      }
      all.addAll(one);
    } while (skip("|"));
    return all;
  }

  private @Nullable Set<Glob> sequence() {
    // At the ends of a whole text anchors say nothing; in groups they might stand elsewhere.
    if (depth == 0) {
      skip("^");
    }
    Set<Glob> all = NOTHING;
    while (at < pattern.length() && pattern.charAt(at) != '|' && pattern.charAt(at) != ')') {
      if (depth == 0 && isEndAnchor()) {
        at++;
        break;
      }
      Set<Glob> next = item();
      all = next == null ? null : joined(all, next);
      if (all == null) {
        return null;
      }
    }
    return all;
  }

  private boolean isEndAnchor() {
    return pattern.charAt(at) == '$'
        && (at + 1 == pattern.length() || pattern.charAt(at + 1) == '|');
  }

  private @Nullable Set<Glob> item() {
    if (pattern.charAt(at) == '.') {
      return wildcard();
    }
    Set<Glob> one = atom();
    if (one == null || at == pattern.length()) {
      return one;
    }
    return switch (pattern.charAt(at)) {
      case '?' -> optional(one);
      case '*', '+', '{' -> null;
      default -> one;
    };
  }

  private @Nullable Set<Glob> wildcard() {
    at++;
    int least;
    if (skip("*")) {
      least = 0;
    } else if (skip("+")) {
      least = 1;
    } else {
      return null;
    }
    // Which of several ways to fulfil it is taken does not matter for whole texts.
    skip("?");
    return isRepeated() ? null : Set.of(new Glob(List.of("", ""), List.of(least)));
  }

  private @Nullable Set<Glob> optional(Set<Glob> one) {
    at++;
    skip("?");
    if (isRepeated()) {
      return null;
    }
    Set<Glob> both = new LinkedHashSet<>(one);
    both.add(Glob.EMPTY);
    return both;
  }

  private boolean isRepeated() {
    return at < pattern.length() && "*+?{".indexOf(pattern.charAt(at)) >= 0;
  }

  private @Nullable Set<Glob> atom() {
    char c = pattern.charAt(at);
    return switch (c) {
      case '(' -> group();
      case '[' -> choice();
      case '\\' -> escaped();
      default -> META.indexOf(c) >= 0 ? null : literal();
    };
  }

  /** The plain characters from here on, but for one that stands before a {@code ?}. */
  private Set<Glob> literal() {
    int start = at;
    int last = at;
    while (at < pattern.length() && (at == start || META.indexOf(pattern.charAt(at)) < 0)) {
      last = at;
      at += Character.charCount(pattern.codePointAt(at));
    }
    if (last > start && isRepeated()) {
      at = last;
    }
    return Set.of(Glob.word(pattern.substring(start, at)));
  }

  /**
   * A metacharacter that stands for itself; what else a backslash means is left to the automaton.
   */
  private @Nullable Set<Glob> escaped() {
    at++;
    return at < pattern.length() && isPunctuation(pattern.charAt(at)) ? literal() : null;
  }

  private static boolean isPunctuation(char c) {
    return c > ' ' && c < 0x7f && !Character.isLetterOrDigit(c) && c != '_';
  }

  private @Nullable Set<Glob> group() {
    at++;
    if (pattern.startsWith("?", at) && !skip("?:")) {
      return null;
    }
    if (++depth > DEEPEST) {
      return null;
    }
    Set<Glob> inside = alternatives();
    depth--;
    return inside != null && skip(")") ? inside : null;
  }

  /** A class such as {@code [0-9a-f.]}, of plain characters and ranges of ASCII. */
  private @Nullable Set<Glob> choice() {
    at++;
    Set<Glob> all = new LinkedHashSet<>();
    while (at < pattern.length() && pattern.charAt(at) != ']') {
      char from = pattern.charAt(at++);
      char to = from;
      if (pattern.startsWith("-", at) && !pattern.startsWith("-]", at)) {
        if (at + 1 == pattern.length()) {
          return null;
        }
        to = pattern.charAt(at + 1);
        at += 2;
      }
      if (!isPlainInClass(from) || !isPlainInClass(to) || from > to) {
        return null;
      }
      for (char c = from; c <= to; c++) {
        all.add(Glob.word(String.valueOf(c)));
      }
    }
    return all.isEmpty() || !skip("]") ? null : all;
  }

  private static boolean isPlainInClass(char c) {
    return c < 0x7f && "\\[]^-".indexOf(c) < 0;
  }

  private boolean skip(String expected) {
    boolean found = pattern.startsWith(expected, at);
    if (found) {
      at += expected.length();
    }
    return found;
  }

  /** Every one of the first with every one of the second behind it; null if that needs counting. */
  private static @Nullable Set<Glob> joined(Set<Glob> first, Set<Glob> second) {
    if (first.equals(NOTHING)) {
      return second;
    }
    if ((long) first.size() * second.size() > MOST) {
      return null;
    }
    Set<Glob> all = new LinkedHashSet<>();
    for (Glob head : first) {
      for (Glob tail : second) {
        Glob both = joined(head, tail);
        if (both == null) {
          return null;
        }
        all.add(both);
      }
    }
    return all;
  }

  private static @Nullable Glob joined(Glob head, Glob tail) {
    String seam = head.words().getLast() + tail.first();
    List<String> words = new ArrayList<>(head.words().subList(0, head.words().size() - 1));
    List<Integer> gaps = new ArrayList<>(head.gaps());
    if (seam.isEmpty() && !head.isWord() && !tail.isWord()) {
      int least = head.gaps().getLast() + tail.gaps().getFirst();
      if (least > 1) {
        return null;
      }
      gaps.set(gaps.size() - 1, least);
      words.addAll(tail.words().subList(1, tail.words().size()));
      gaps.addAll(tail.gaps().subList(1, tail.gaps().size()));
    } else {
      words.add(seam);
      words.addAll(tail.words().subList(1, tail.words().size()));
      gaps.addAll(tail.gaps());
    }
    return gaps.size() > MOST_GAPS ? null : new Glob(words, gaps);
  }
}

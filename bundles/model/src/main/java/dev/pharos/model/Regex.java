package dev.pharos.model;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A regular expression with RE2's syntax that matches whole texts, in time linear in their length.
 *
 * <p>Where the pattern is an alternation of plain words ({@code GET|POST}), the words are known
 * ({@link #alternatives}) and no automaton runs.
 *
 * <p>Immutable and safe for use by several threads.
 */
public final class Regex {

  private static final String META = "\\.+*?()[]{}^$|";

  private final String text;
  private final Pattern anchored;
  private final @Nullable Set<String> alternatives;
  private final String prefix;

  private Regex(String text, Pattern anchored) {
    this.text = text;
    this.anchored = anchored;
    this.alternatives = plainWords(text);
    this.prefix = plainPrefix(text);
  }

  /**
   * Compiles a pattern.
   *
   * @throws IllegalArgumentException if it is not valid RE2; the message says what is wrong
   */
  public static Regex compile(String text) {
    try {
      // Compiled alone first, so that an unbalanced ")(" cannot slip through the anchoring group.
      Pattern.compile(text);
      RepeatLimit.check(text);
      return new Regex(text, Pattern.compile("^(?s:" + text + ")$"));
    } catch (PatternSyntaxException e) {
      // The library has no word of its own for this one.
      String fault =
          e.getPattern().equals("stack underflow")
              ? "unexpected ): `" + text
              : e.getDescription() + ": `" + e.getPattern();
      throw new IllegalArgumentException("error parsing regexp: " + fault + "`", e);
    }
  }

  public boolean matches(String input) {
    return alternatives != null ? alternatives.contains(input) : anchored.matches(input);
  }

  /** The only texts that match, if the pattern is an alternation of plain words; else null. */
  public @Nullable Set<String> alternatives() {
    return alternatives;
  }

  /** What every text that matches begins with, as far as the pattern shows it plainly. */
  public String prefix() {
    return prefix;
  }

  /**
   * Expands {@code template} ({@code $1}, {@code ${1}}, {@code ${name}}, {@code $$}) with the
   * groups of a match of the whole input.
   *
   * @return the expansion, or null if the input does not match
   */
  public @Nullable String expand(String input, String template) {
    com.google.re2j.Matcher matcher = anchored.matcher(input);
    return matcher.matches() ? Expansion.expand(matcher, template) : null;
  }

  /** The pattern as it was written. */
  @Override
  public String toString() {
    return text;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Regex that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  private static @Nullable Set<String> plainWords(String pattern) {
    Set<String> words = new TreeSet<>();
    int start = 0;
    for (int i = 0; i <= pattern.length(); i++) {
      char c = i == pattern.length() ? '|' : pattern.charAt(i);
      if (c == '|') {
        words.add(pattern.substring(start, i));
        start = i + 1;
      } else if (META.indexOf(c) >= 0) {
        return null;
      }
    }
    return Set.copyOf(words);
  }

  private static String plainPrefix(String pattern) {
    if (pattern.indexOf('|') >= 0) {
      return "";
    }
    StringBuilder prefix = new StringBuilder();
    int i = 0;
    while (i < pattern.length()) {
      int at = i;
      if (pattern.charAt(at) == '\\' && at + 1 < pattern.length()) {
        at++;
        if (META.indexOf(pattern.charAt(at)) < 0) {
          break;
        }
      } else if (META.indexOf(pattern.charAt(at)) >= 0) {
        break;
      }
      int c = pattern.codePointAt(at);
      i = at + Character.charCount(c);
      // What may be left out, or repeated by a count that may be zero, is no part of every match.
      if (i < pattern.length() && "*?{".indexOf(pattern.charAt(i)) >= 0) {
        break;
      }
      prefix.appendCodePoint(c);
    }
    return prefix.toString();
  }
}

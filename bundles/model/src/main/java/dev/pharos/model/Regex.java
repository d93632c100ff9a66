package dev.pharos.model;

import static java.util.stream.Collectors.toUnmodifiableSet;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A regular expression with RE2's syntax that matches whole texts, in time linear in their length.
 *
 * <p>Most patterns are {@linkplain GlobParser words and wildcards}; then no automaton runs, and
 * none is made before one is needed.
 *
 * <p>Immutable and safe for use by several threads.
 */
public final class Regex {

  private static final String META = "\\.+*?()[]{}^$|";

  private final String text;
  private final Set<String> words;
  private final List<Glob> globs;
  private final String prefix;
  private final Map<String, List<String>> twins;

  /** Made when it is needed, by whoever comes first; two that are made at once are equal. */
  private volatile @Nullable Pattern automaton;

  private Regex(String text, Set<Glob> readable) {
    this.text = text;
    this.words =
        readable.stream().filter(Glob::isWord).map(Glob::first).collect(toUnmodifiableSet());
    this.globs = readable.stream().filter(glob -> !glob.isWord()).toList();
    this.prefix = commonStart(readable);
    this.twins = Map.of();
  }

  private Regex(String text, Pattern automaton, Map<String, List<String>> twins) {
    this.text = text;
    this.automaton = automaton;
    this.words = Set.of();
    this.globs = List.of();
    this.twins = twins;
    this.prefix = plainPrefix(text);
  }

  /**
   * Compiles a pattern.
   *
   * @throws IllegalArgumentException if it is not valid RE2; the message says what is wrong
   */
  public static Regex compile(String text) {
    Optional<Set<Glob>> readable = GlobParser.parse(text);
    return readable.isPresent() ? new Regex(text, readable.get()) : compiled(text);
  }

  private static Regex compiled(String text) {
    Optional<RegexText.Fault> fault = RegexText.fault(text);
    if (fault.isPresent()) {
      // What is wrong before it comes first; that it ends there is no fault.
      refuse(RegexText.of(text.substring(0, fault.get().at())).text(), text, fault.get().at());
      throw invalid(fault.get().message(), null);
    }
    RegexText form = RegexText.of(text);
    // Compiled alone first, so that an unbalanced ")(" cannot slip through the anchoring group.
    refuse(form.text(), text, text.length());
    return new Regex(text, anchored(form), form.twins());
  }

  /** Refuses what the library cannot compile of {@code text} up to {@code end}, as Go tells it. */
  private static void refuse(String form, String text, int end) {
    try {
      Pattern.compile(form);
    } catch (PatternSyntaxException e) {
      String what = e.getDescription();
      String where = e.getPattern();
      boolean isPart = end < text.length();
      if (isPart && what.startsWith("missing closing")) {
        return;
      }
      if (where.equals("stack underflow")) {
        // The library has no word of its own for this one.
        what = "unexpected )";
        where = text;
      } else if (what.equals("missing closing )")) {
        where = text;
      } else if (isPart && what.equals("invalid named capture") && form.endsWith(where)) {
        where = text.substring(end - where.length());
      } else if (where.equals("(?P<")) {
        what = "invalid or unsupported Perl syntax";
        where = "(?P";
      }
      throw invalid(what + ": `" + where, e);
    }
  }

  private static IllegalArgumentException invalid(String fault, @Nullable Exception cause) {
    return new IllegalArgumentException("error parsing regexp: " + fault + "`", cause);
  }

  private static Pattern anchored(RegexText form) {
    return Pattern.compile("^(?s:" + form.text() + ")$");
  }

  private Pattern automaton() {
    Pattern made = automaton;
    if (made == null) {
      made = anchored(RegexText.of(text));
      automaton = made;
    }
    return made;
  }

  private boolean isReadable() {
    return !words.isEmpty() || !globs.isEmpty();
  }

  public boolean matches(String input) {
    if (!isReadable()) {
      return automaton().matches(input);
    }
    if (words.contains(input)) {
      return true;
    }
    for (int i = 0; i < globs.size(); i++) {
      if (globs.get(i).matches(input)) {
        return true;
      }
    }
    return false;
  }

  /** Whether it is known that every text matches, as with {@code .*}. */
  public boolean matchesEverything() {
    return globs.stream().anyMatch(Glob::isAnything);
  }

  /** The only texts that match, if there are so few that the pattern names them; else null. */
  public @Nullable Set<String> alternatives() {
    return globs.isEmpty() && isReadable() ? words : null;
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
    com.google.re2j.Matcher matcher = automaton().matcher(input);
    return matcher.matches() ? new Expansion(matcher, twins).expand(template) : null;
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

  private static String commonStart(Set<Glob> globs) {
    String common = globs.iterator().next().first();
    for (Glob glob : globs) {
      while (!glob.first().startsWith(common)) {
        common = common.substring(0, common.length() - 1);
      }
    }
    return common;
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

package dev.pharos.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The text of a pattern, brought from Go's form of RE2's syntax to that of the library: a brace
 * that begins no count stands for itself, groups may share a name, and quoting need not be ended.
 *
 * @param text the pattern for the library
 * @param twins by the name that several groups share, the names of those behind the first, in order
 */
record RegexText(String text, Map<String, List<String>> twins) {

  /** Where a pattern is refused for what the library would let pass, and in which words. */
  record Fault(int at, String message) {}

  private static final int NOT_A_COUNT = -1;

  static RegexText of(String pattern) {
    if (pattern.indexOf('{') < 0 && pattern.indexOf("(?") < 0 && !pattern.contains("\\Q")) {
      return new RegexText(pattern, Map.of());
    }
    StringBuilder out = new StringBuilder(pattern.length());
    Map<String, List<String>> named = new HashMap<>();
    int at = 0;
    while (at < pattern.length()) {
      int end = pieceEnd(pattern, at);
      if (pattern.charAt(at) == '{' && end == at + 1 && !pattern.startsWith("(?", at - 2)) {
        out.append('\\');
      }
      if (pattern.charAt(at) == '(') {
        end = group(pattern, at, named, out);
      } else {
        out.append(pattern, at, end);
      }
      if (end == pattern.length() && isOpenQuote(pattern, at, end)) {
        out.append("\\E");
      }
      at = end;
    }
    named.values().removeIf(names -> names.isEmpty());
    return new RegexText(out.toString(), Map.copyOf(named));
  }

  /** Copies the start of a group, with another name if the name is taken. */
  private static int group(
      String pattern, int at, Map<String, List<String>> named, StringBuilder out) {
    int start = at + (pattern.startsWith("(?P<", at) ? 4 : 3);
    boolean isNamed = pattern.startsWith("(?P<", at) || pattern.startsWith("(?<", at);
    int end = isNamed ? pattern.indexOf('>', start) : at + 1;
    if (!isNamed || end < 0) {
      int rest = end < 0 ? pattern.length() : end;
      out.append(pattern, at, rest);
      return rest;
    }
    String name = pattern.substring(start, end);
    List<String> twins = named.get(name);
    if (twins == null) {
      named.put(name, new ArrayList<>());
      out.append(pattern, at, end);
      return end;
    }
    String other = name + "_" + (twins.size() + 2);
    while (pattern.contains(other)) {
      other += "_";
    }
    twins.add(other);
    out.append(pattern, at, start).append(other);
    return end;
  }

  /** The first place for which Go refuses a pattern and the library does not; empty if none. */
  static Optional<Fault> fault(String pattern) {
    RepeatLimit repeats = new RepeatLimit();
    boolean repeated = false;
    int at = 0;
    while (at < pattern.length()) {
      int end = pieceEnd(pattern, at);
      char c = pattern.charAt(at);
      String piece = pattern.substring(at, end);
      int foreign = foreignEscape(pattern, at, end);
      if (foreign >= 0) {
        int length = 1 + Character.charCount(pattern.codePointAt(foreign + 1));
        String escape = pattern.substring(foreign, foreign + length);
        return Optional.of(new Fault(foreign, "invalid escape sequence: `" + escape));
      }
      if (c == '(') {
        if (!repeats.open()) {
          return Optional.of(new Fault(at, "expression nests too deeply: `" + pattern));
        }
      } else if (c == ')') {
        repeats.close();
      } else if (c == '{' && end > at + 1) {
        // A count behind a repetition is refused by the library.
        if (!repeated && !repeats.times(count(piece))) {
          return Optional.of(new Fault(at, "invalid repeat count: `" + piece));
        }
      } else {
        repeats.other();
      }
      repeated = "*+?".indexOf(c) >= 0 || (c == '{' && end > at + 1);
      at = end;
    }
    return Optional.empty();
  }

  /** Where in a piece something is escaped that is no ASCII; below 0 if nowhere. */
  private static int foreignEscape(String pattern, int at, int end) {
    if (pattern.startsWith("\\Q", at)) {
      return -1;
    }
    for (int i = at; i + 1 < end; i++) {
      if (pattern.charAt(i) == '\\') {
        if (pattern.charAt(i + 1) >= 0x80) {
          return i;
        }
        i++;
      }
    }
    return -1;
  }

  private static boolean isOpenQuote(String pattern, int at, int end) {
    return pattern.startsWith("\\Q", at) && !pattern.substring(at + 2, end).endsWith("\\E");
  }

  /** Where the escape, class, count, quotation or character that begins here ends. */
  private static int pieceEnd(String pattern, int at) {
    return switch (pattern.charAt(at)) {
      case '\\' -> escapeEnd(pattern, at);
      case '[' -> classEnd(pattern, at);
      case '{' -> countEnd(pattern, at);
      default -> at + Character.charCount(pattern.codePointAt(at));
    };
  }

  private static int escapeEnd(String pattern, int at) {
    if (at + 1 == pattern.length()) {
      return at + 1;
    }
    char kind = pattern.charAt(at + 1);
    if (kind == 'Q') {
      int end = pattern.indexOf("\\E", at + 2);
      return end < 0 ? pattern.length() : end + 2;
    }
    boolean braced = "xpP".indexOf(kind) >= 0 && pattern.startsWith("{", at + 2);
    if (!braced) {
      return at + 1 + Character.charCount(pattern.codePointAt(at + 1));
    }
    int end = pattern.indexOf('}', at + 2);
    return end < 0 ? pattern.length() : end + 1;
  }

  private static int classEnd(String pattern, int at) {
    int i = at + 1;
    if (pattern.startsWith("^", i)) {
      i++;
    }
    if (pattern.startsWith("]", i)) {
      i++;
    }
    while (i < pattern.length()) {
      char c = pattern.charAt(i);
      int named = pattern.startsWith("[:", i) ? pattern.indexOf(":]", i + 2) : -1;
      if (c == ']') {
        return i + 1;
      }
      i = named >= 0 ? named + 2 : i + (c == '\\' ? 2 : 1);
    }
    return pattern.length();
  }

  private static int countEnd(String pattern, int at) {
    int end = pattern.indexOf('}', at);
    return end < 0 || count(pattern.substring(at, end + 1)) == NOT_A_COUNT ? at + 1 : end + 1;
  }

  /** How often a count such as <code>{2,5}</code> repeats at most; below 0 if it is none. */
  private static int count(String piece) {
    String inside = piece.substring(1, piece.length() - 1);
    int comma = inside.indexOf(',');
    String least = comma < 0 ? inside : inside.substring(0, comma);
    String most = comma < 0 ? "" : inside.substring(comma + 1);
    if (!isNumber(least) || (!most.isEmpty() && !isNumber(most))) {
      return NOT_A_COUNT;
    }
    String larger = most.isEmpty() ? least : most;
    return larger.length() > 8 ? Integer.MAX_VALUE : Integer.parseInt(larger);
  }

  private static boolean isNumber(String digits) {
    return !digits.isEmpty()
        && digits.chars().allMatch(c -> '0' <= c && c <= '9')
        && (digits.length() == 1 || digits.charAt(0) != '0');
  }
}

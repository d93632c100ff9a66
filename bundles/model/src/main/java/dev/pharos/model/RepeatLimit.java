package dev.pharos.model;

import com.google.re2j.PatternSyntaxException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Refuses patterns in which counted repetitions stand within each other and together make more than
 * 1000 copies, as {@code (a{100}){100}}: each copy takes memory.
 */
final class RepeatLimit {

  private static final int MOST = 1000;

  /** An escape, quoted text, a class of characters, or a count. */
  private static final Pattern PIECE =
      Pattern.compile(
          "\\\\Q.*?(?:\\\\E|$)|\\\\.|\\[\\^?]?(?:\\\\.|\\[:[^]]*:\\]|[^]\\\\])*\\]|\\{(\\d+)(,?)(\\d*)\\}|.",
          Pattern.DOTALL);

  private RepeatLimit() {}

  /** Looks at a pattern that is right otherwise. */
  static void check(String pattern) {
    if (pattern.indexOf('{') < 0) {
      return;
    }
    Deque<Integer> outer = new ArrayDeque<>();
    int inGroup = 1;
    int last = 1;
    Matcher piece = PIECE.matcher(pattern);
    while (piece.find()) {
      if (piece.group(1) != null) {
        String most = piece.group(3).isEmpty() ? piece.group(1) : piece.group(3);
        last *= Math.max(1, Integer.parseInt(most));
        if (last > MOST) {
          throw new PatternSyntaxException("invalid repeat count", piece.group());
        }
        inGroup = Math.max(inGroup, last);
        continue;
      }
      last = 1;
      switch (piece.group()) {
        case "(" -> {
          outer.push(inGroup);
          inGroup = 1;
        }
        case ")" -> {
          last = inGroup;
          inGroup = Math.max(last, outer.isEmpty() ? 1 : outer.pop());
        }
        default -> {}
      }
    }
  }
}

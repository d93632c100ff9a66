package dev.pharos.query.testkit;

import dev.pharos.model.Labels;
import dev.pharos.model.Matcher;
import dev.pharos.model.NativeHistogram.FloatCounts;
import dev.pharos.model.StaleNaN;
import dev.pharos.query.syntax.Durations;
import dev.pharos.query.syntax.Numbers;
import dev.pharos.query.syntax.ParseException;
import dev.pharos.query.syntax.Parser;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A series as scripts write it: {@code up{job="x"} 0+10x3 _ stale {{count:3}}}.
 *
 * @param points one per step; null where there is no sample
 */
record SeriesNotation(Labels labels, List<@Nullable Point> points) {

  /** What stands behind the labels of a line that tells start timestamps. */
  private static final String STARTS = "@st";

  /**
   * Reads labels and points.
   *
   * @throws IllegalArgumentException if it is no series
   */
  static SeriesNotation parse(String line) {
    int end = endOfSelector(line);
    return new SeriesNotation(labels(line.substring(0, end).strip()), points(line.substring(end)));
  }

  /** Whether a line tells start timestamps instead of samples. */
  static boolean tellsStarts(String line) {
    return line.startsWith(STARTS, endOfSelector(line));
  }

  /**
   * Reads start timestamps, each in milliseconds from the sample's own, one per step; null where
   * there is none.
   */
  static List<@Nullable Long> starts(String line) {
    List<@Nullable Long> starts = new ArrayList<>();
    for (String item : items(line.substring(endOfSelector(line) + STARTS.length()))) {
      int times = item.indexOf('x');
      int repeat = times < 0 ? 0 : Integer.parseInt(item.substring(times + 1));
      String body = times < 0 ? item : item.substring(0, times);
      if (body.equals("_")) {
        for (int n = 0; n < Math.max(1, repeat); n++) {
          starts.add(null);
        }
        continue;
      }
      int sign = signAfterFirst(body);
      long start = signedMillis(sign < 0 ? body : body.substring(0, sign));
      long step = sign < 0 ? 0 : signedMillis(body.substring(sign));
      for (int n = 0; n <= repeat; n++) {
        starts.add(start + n * step);
      }
    }
    return starts;
  }

  private static long signedMillis(String text) {
    boolean negative = text.startsWith("-");
    long millis =
        Durations.parseMillis(negative || text.startsWith("+") ? text.substring(1) : text);
    return negative ? -millis : millis;
  }

  /** The labels of a line that tells starts. */
  static Labels labelsOf(String line) {
    return labels(line.substring(0, endOfSelector(line)).strip());
  }

  private static Labels labels(String selector) {
    if (selector.equals("{}")) {
      return Labels.EMPTY;
    }
    try {
      var builder = Labels.EMPTY.toBuilder();
      for (Matcher matcher : Parser.parseSelector(selector)) {
        if (matcher.type() != Matcher.Type.EQUAL) {
          throw new IllegalArgumentException("a series has labels, no matchers: " + selector);
        }
        builder.set(matcher.name(), matcher.value());
      }
      return builder.build();
    } catch (ParseException e) {
      throw new IllegalArgumentException("no series: " + selector + ": " + e.getMessage(), e);
    }
  }

  private static int endOfSelector(String line) {
    char quote = 0;
    int depth = 0;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (quote != 0) {
        if (c == '\\' && quote != '`') {
          i++;
        } else if (c == quote) {
          quote = 0;
        }
      } else if (c == '"' || c == '\'' || c == '`') {
        quote = c;
      } else if (c == '{') {
        depth++;
      } else if (c == '}') {
        depth--;
        if (depth == 0) {
          return i + 1;
        }
      } else if (depth == 0 && c == '@') {
        return i;
      } else if (depth == 0 && Character.isWhitespace(c)) {
        // A brace may follow after blanks.
        int next = i;
        while (next < line.length() && Character.isWhitespace(line.charAt(next))) {
          next++;
        }
        boolean braces = line.startsWith("{", next) && !line.startsWith("{{", next);
        if (!braces) {
          return i;
        }
        i = next - 1;
      }
    }
    return line.length();
  }

  private static List<@Nullable Point> points(String text) {
    List<@Nullable Point> points = new ArrayList<>();
    for (String item : items(text)) {
      item(item, points);
    }
    return points;
  }

  /** The text at its blanks, but for those within braces. */
  private static List<String> items(String text) {
    List<String> items = new ArrayList<>();
    int i = 0;
    while (i < text.length()) {
      if (Character.isWhitespace(text.charAt(i))) {
        i++;
        continue;
      }
      int end = i;
      int depth = 0;
      while (end < text.length() && (depth > 0 || !Character.isWhitespace(text.charAt(end)))) {
        depth += text.charAt(end) == '{' ? 1 : text.charAt(end) == '}' ? -1 : 0;
        end++;
      }
      items.add(text.substring(i, end));
      i = end;
    }
    return items;
  }

  private static void item(String item, List<@Nullable Point> points) {
    boolean histogram = item.startsWith("{{");
    int times = item.indexOf('x', histogram ? item.lastIndexOf('}') : hexadecimalEnd(item));
    int repeat = times < 0 ? 0 : Integer.parseInt(item.substring(times + 1));
    String body = times < 0 ? item : item.substring(0, times);
    if (body.equals("_")) {
      for (int n = 0; n < (times < 0 ? 1 : repeat); n++) {
        points.add(null);
      }
    } else if (body.equals("stale")) {
      for (int n = 0; n <= repeat; n++) {
        points.add(Point.of(StaleNaN.VALUE));
      }
    } else if (histogram) {
      histograms(body, repeat, points);
    } else {
      values(body, repeat, points);
    }
  }

  /** Where to look for the sign of repetition: behind the x of a hexadecimal number. */
  private static int hexadecimalEnd(String item) {
    int digits = item.startsWith("-") || item.startsWith("+") ? 1 : 0;
    return item.startsWith("0x", digits) && item.indexOf('x', digits + 2) >= 0 ? digits + 2 : 0;
  }

  private static void values(String body, int repeat, List<@Nullable Point> points) {
    int sign = signAfterFirst(body);
    double value = Numbers.parse(sign < 0 ? body : body.substring(0, sign));
    double step = sign < 0 ? 0 : Numbers.parse(body.substring(sign));
    // Added again and again, as the original does: rounding is part of the data.
    for (int n = 0; n <= repeat; n++) {
      points.add(Point.of(value));
      value = sign < 0 ? value : value + step;
    }
  }

  /** Where the step of a progression begins; −1 if there is none. */
  private static int signAfterFirst(String body) {
    for (int i = 1; i < body.length(); i++) {
      char c = body.charAt(i);
      if ((c == '+' || c == '-') && Character.toLowerCase(body.charAt(i - 1)) != 'e') {
        return i;
      }
    }
    return -1;
  }

  private static void histograms(String body, int repeat, List<@Nullable Point> points) {
    int end = body.indexOf("}}") + 2;
    FloatCounts histogram = HistogramNotation.parse(body.substring(0, end));
    FloatCounts step =
        end == body.length() ? null : HistogramNotation.parse(body.substring(end + 1));
    boolean hinted = body.contains("counter_reset_hint");
    double factor = end < body.length() && body.charAt(end) == '-' ? -1 : 1;
    for (int n = 0; n <= repeat; n++) {
      points.add(Point.of(histogram, hinted));
      histogram = step == null ? histogram : HistogramNotation.plus(histogram, step, factor);
    }
  }

  @Override
  public String toString() {
    String[] items =
        points.stream().map(point -> point == null ? "_" : point.toString()).toArray(String[]::new);
    return labels + " " + String.join(" ", Arrays.asList(items));
  }
}

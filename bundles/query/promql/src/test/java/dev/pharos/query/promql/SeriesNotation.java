package dev.pharos.query.promql;

import dev.pharos.model.Labels;
import dev.pharos.model.Matcher;
import dev.pharos.model.NativeHistogram;
import dev.pharos.model.StaleNaN;
import dev.pharos.query.syntax.Numbers;
import dev.pharos.query.syntax.ParseException;
import dev.pharos.query.syntax.Parser;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A series as test scripts write it: {@code up{job="x"} 0+10x3 _ stale {{count:3}}}.
 *
 * @param points one per step; null where there is no sample
 */
record SeriesNotation(Labels labels, List<@Nullable Point> points) {

  /** A value, or a histogram. */
  record Point(double value, @Nullable NativeHistogram histogram) {}

  static SeriesNotation parse(String line) {
    int end = endOfSelector(line);
    String selector = line.substring(0, end).strip();
    return new SeriesNotation(labels(selector), points(line.substring(end).strip()));
  }

  static Labels labels(String selector) {
    if (selector.equals("{}")) {
      return Labels.EMPTY;
    }
    try {
      var builder = Labels.EMPTY.toBuilder();
      for (Matcher matcher : Parser.parseSelector(selector)) {
        builder.set(matcher.name(), matcher.value());
      }
      return builder.build();
    } catch (ParseException e) {
      throw new IllegalArgumentException("no series: " + selector, e);
    }
  }

  private static int endOfSelector(String line) {
    boolean quoted = false;
    int depth = 0;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '\\' && quoted) {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && c == '{') {
        depth++;
      } else if (!quoted && c == '}') {
        depth--;
        if (depth == 0) {
          return i + 1;
        }
      } else if (!quoted && depth == 0 && Character.isWhitespace(c)) {
        // A brace may follow after blanks.
        int next = i;
        while (next < line.length() && Character.isWhitespace(line.charAt(next))) {
          next++;
        }
        boolean braces =
            next < line.length() && line.charAt(next) == '{' && !line.startsWith("{{", next);
        if (!braces) {
          return i;
        }
      }
    }
    return line.length();
  }

  private static List<@Nullable Point> points(String text) {
    List<@Nullable Point> points = new ArrayList<>();
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
      item(text.substring(i, end), points);
      i = end;
    }
    return points;
  }

  private static void item(String item, List<@Nullable Point> points) {
    int times = item.lastIndexOf('x');
    if (times < item.lastIndexOf('}')) {
      times = -1;
    }
    int repeat = times < 0 ? 0 : Integer.parseInt(item.substring(times + 1));
    String body = times < 0 ? item : item.substring(0, times);
    if (body.equals("_")) {
      for (int n = 0; n < (times < 0 ? 1 : repeat); n++) {
        points.add(null);
      }
    } else if (body.equals("stale")) {
      points.add(new Point(StaleNaN.VALUE, null));
    } else if (body.startsWith("{{")) {
      histograms(body, repeat, points);
    } else {
      values(body, repeat, points);
    }
  }

  private static void values(String body, int repeat, List<@Nullable Point> points) {
    int sign = -1;
    for (int i = 1; i < body.length(); i++) {
      char c = body.charAt(i);
      if ((c == '+' || c == '-') && Character.toLowerCase(body.charAt(i - 1)) != 'e') {
        sign = i;
        break;
      }
    }
    double start = Numbers.parse(sign < 0 ? body : body.substring(0, sign));
    double step = sign < 0 ? 0 : Numbers.parse(body.substring(sign));
    double value = start;
    for (int n = 0; n <= repeat; n++) {
      points.add(new Point(value, null));
      value += step;
    }
  }

  private static void histograms(String body, int repeat, List<@Nullable Point> points) {
    int end = body.indexOf("}}") + 2;
    NativeHistogram first = HistogramNotation.parse(body.substring(0, end));
    NativeHistogram step =
        end == body.length() ? null : HistogramNotation.parse(body.substring(end + 1));
    boolean minus = end < body.length() && body.charAt(end) == '-';
    for (int n = 0; n <= repeat; n++) {
      NativeHistogram histogram =
          step == null ? first : HistogramNotation.plus(first, step, minus ? -n : n);
      points.add(new Point(Double.NaN, histogram));
    }
  }
}

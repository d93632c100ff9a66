package dev.pharos.query.promql;

import dev.pharos.model.NativeHistogram;
import dev.pharos.model.NativeHistogram.FloatCounts;
import dev.pharos.model.NativeHistogram.ResetHint;
import dev.pharos.model.NativeHistogram.Span;
import dev.pharos.query.syntax.Numbers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Native histograms as test scripts write them: {@code {{schema:1 sum:3 count:5 buckets:[1 4]}}}.
 */
final class HistogramNotation {

  private static final Span[] NONE = {};

  private HistogramNotation() {}

  static FloatCounts parse(String text) {
    Map<String, String> fields = new TreeMap<>();
    String body = text.substring(2, text.length() - 2).strip();
    int i = 0;
    while (i < body.length()) {
      if (Character.isWhitespace(body.charAt(i))) {
        i++;
        continue;
      }
      int colon = body.indexOf(':', i);
      int end = colon + 1;
      if (body.charAt(end) == '[') {
        end = body.indexOf(']', end) + 1;
      } else {
        while (end < body.length() && !Character.isWhitespace(body.charAt(end))) {
          end++;
        }
      }
      fields.put(body.substring(i, colon), body.substring(colon + 1, end));
      i = end;
    }
    double[] positive = list(fields.getOrDefault("buckets", "[]"));
    double[] negative = list(fields.getOrDefault("n_buckets", "[]"));
    return new FloatCounts(
        switch (fields.getOrDefault("counter_reset_hint", "")) {
          case "gauge" -> ResetHint.GAUGE;
          case "reset" -> ResetHint.RESET;
          case "not_reset" -> ResetHint.NO_RESET;
          default -> ResetHint.UNKNOWN;
        },
        Integer.parseInt(fields.getOrDefault("schema", "0")),
        number(fields, "z_bucket_w"),
        number(fields, "z_bucket"),
        number(fields, "count"),
        number(fields, "sum"),
        spans(Integer.parseInt(fields.getOrDefault("offset", "0")), positive),
        positive,
        spans(Integer.parseInt(fields.getOrDefault("n_offset", "0")), negative),
        negative,
        list(fields.getOrDefault("custom_values", "[]")));
  }

  private static double number(Map<String, String> fields, String name) {
    return Numbers.parse(fields.getOrDefault(name, "0"));
  }

  private static Span[] spans(int offset, double[] counts) {
    return counts.length == 0 ? NONE : new Span[] {new Span(offset, counts.length)};
  }

  private static double[] list(String text) {
    List<Double> values = new ArrayList<>();
    for (String word : text.substring(1, text.length() - 1).strip().split("\\s+", -1)) {
      if (!word.isEmpty()) {
        values.add(Numbers.parse(word));
      }
    }
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** {@code first + n · step}, in the buckets of both. */
  static FloatCounts plus(NativeHistogram first, NativeHistogram step, int n) {
    FloatCounts a = Histograms.floats(first);
    FloatCounts b = Histograms.floats(step);
    Map<Integer, Double> positive = buckets(a.positiveSpans(), a.positiveCounts());
    buckets(b.positiveSpans(), b.positiveCounts())
        .forEach((index, count) -> positive.merge(index, n * count, Double::sum));
    Map<Integer, Double> negative = buckets(a.negativeSpans(), a.negativeCounts());
    buckets(b.negativeSpans(), b.negativeCounts())
        .forEach((index, count) -> negative.merge(index, n * count, Double::sum));
    return new FloatCounts(
        a.resetHint(),
        a.schema(),
        a.zeroThreshold(),
        a.zeroCount() + n * b.zeroCount(),
        a.count() + n * b.count(),
        a.sum() + n * b.sum(),
        spans(positive),
        counts(positive),
        spans(negative),
        counts(negative),
        a.customBounds().length == 0 ? b.customBounds() : a.customBounds());
  }

  static Map<Integer, Double> buckets(Span[] spans, double[] counts) {
    Map<Integer, Double> buckets = new TreeMap<>();
    int index = 0;
    int i = 0;
    for (Span span : spans) {
      index += span.offset();
      for (int n = 0; n < span.length(); n++) {
        buckets.put(index++, counts[i++]);
      }
    }
    return buckets;
  }

  private static Span[] spans(Map<Integer, Double> buckets) {
    List<Span> spans = new ArrayList<>();
    int next = 0;
    for (int index : buckets.keySet()) {
      if (!spans.isEmpty() && index == next) {
        Span last = spans.removeLast();
        spans.add(new Span(last.offset(), last.length() + 1));
      } else {
        spans.add(new Span(index - next, 1));
      }
      next = index + 1;
    }
    return spans.toArray(Span[]::new);
  }

  private static double[] counts(Map<Integer, Double> buckets) {
    return buckets.values().stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** Whether two histograms hold the same, but for rounding. */
  static boolean matches(NativeHistogram wanted, NativeHistogram found) {
    FloatCounts a = Histograms.floats(wanted);
    FloatCounts b = Histograms.floats(found);
    return a.schema() == b.schema()
        && Script.almostEqual(a.count(), b.count())
        && Script.almostEqual(a.sum(), b.sum())
        && Script.almostEqual(a.zeroCount(), b.zeroCount())
        && (a.zeroCount() == 0 || Script.almostEqual(a.zeroThreshold(), b.zeroThreshold()))
        && Arrays.equals(a.customBounds(), b.customBounds())
        && sameBuckets(a.positiveSpans(), a.positiveCounts(), b.positiveSpans(), b.positiveCounts())
        && sameBuckets(a.negativeSpans(), a.negativeCounts(), b.negativeSpans(), b.negativeCounts())
        && (a.resetHint() == ResetHint.UNKNOWN || a.resetHint() == b.resetHint());
  }

  private static boolean sameBuckets(Span[] one, double[] counts, Span[] other, double[] others) {
    Map<Integer, Double> a = buckets(one, counts);
    Map<Integer, Double> b = buckets(other, others);
    a.values().removeIf(count -> count == 0);
    b.values().removeIf(count -> count == 0);
    return a.keySet().equals(b.keySet())
        && a.entrySet().stream()
            .allMatch(e -> Script.almostEqual(e.getValue(), b.getOrDefault(e.getKey(), 0.0)));
  }
}

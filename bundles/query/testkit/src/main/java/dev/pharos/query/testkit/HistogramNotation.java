package dev.pharos.query.testkit;

import dev.pharos.model.GoFloat;
import dev.pharos.model.NativeHistogram;
import dev.pharos.model.NativeHistogram.FloatCounts;
import dev.pharos.model.NativeHistogram.ResetHint;
import dev.pharos.model.NativeHistogram.Span;
import dev.pharos.query.syntax.Numbers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.StringJoiner;
import java.util.TreeMap;

/** Native histograms as scripts write them: {@code {{schema:1 sum:3 count:5 buckets:[1 4]}}}. */
final class HistogramNotation {

  private static final Span[] NONE = {};

  private HistogramNotation() {}

  /**
   * Reads a histogram.
   *
   * @throws IllegalArgumentException if it is none
   */
  static FloatCounts parse(String text) {
    Map<String, String> fields = fields(text.substring(2, text.length() - 2));
    double[] positive = list(fields.remove("buckets"));
    double[] negative = list(fields.remove("n_buckets"));
    ResetHint hint = hint(fields.remove("counter_reset_hint"));
    int schema = (int) number(fields.remove("schema"));
    double width = number(fields.remove("z_bucket_w"));
    double zeros = number(fields.remove("z_bucket"));
    double count = number(fields.remove("count"));
    double sum = number(fields.remove("sum"));
    int offset = (int) number(fields.remove("offset"));
    int negativeOffset = (int) number(fields.remove("n_offset"));
    double[] bounds = list(fields.remove("custom_values"));
    if (!fields.isEmpty()) {
      throw new IllegalArgumentException("unknown in a histogram: " + fields.keySet());
    }
    return new FloatCounts(
        hint,
        schema,
        width,
        zeros,
        count,
        sum,
        spans(offset, positive),
        positive,
        spans(negativeOffset, negative),
        negative,
        bounds);
  }

  private static Map<String, String> fields(String body) {
    Map<String, String> fields = new TreeMap<>();
    int i = 0;
    while (i < body.length()) {
      if (Character.isWhitespace(body.charAt(i))) {
        i++;
        continue;
      }
      int colon = body.indexOf(':', i);
      if (colon < 0 || colon + 1 == body.length()) {
        throw new IllegalArgumentException("no field of a histogram: " + body.substring(i));
      }
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
    return fields;
  }

  private static ResetHint hint(@org.jspecify.annotations.Nullable String text) {
    return switch (text) {
      case null -> ResetHint.UNKNOWN;
      case "unknown" -> ResetHint.UNKNOWN;
      case "gauge" -> ResetHint.GAUGE;
      case "reset" -> ResetHint.RESET;
      case "not_reset" -> ResetHint.NO_RESET;
      default -> throw new IllegalArgumentException("no hint at counter resets: " + text);
    };
  }

  private static double number(@org.jspecify.annotations.Nullable String text) {
    return text == null ? 0 : Numbers.parse(text);
  }

  private static Span[] spans(int offset, double[] counts) {
    return counts.length == 0 ? NONE : new Span[] {new Span(offset, counts.length)};
  }

  private static double[] list(@org.jspecify.annotations.Nullable String text) {
    if (text == null) {
      return new double[0];
    }
    List<Double> values = new ArrayList<>();
    for (String word : text.substring(1, text.length() - 1).strip().split("\\s+", -1)) {
      if (!word.isEmpty()) {
        values.add(Numbers.parse(word));
      }
    }
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** {@code first + factor · step}, in the coarser buckets of both. */
  static FloatCounts plus(FloatCounts first, FloatCounts step, double factor) {
    int schema = Math.min(first.schema(), step.schema());
    SortedMap<Integer, Double> positive = sum(first, step, schema, factor, true);
    SortedMap<Integer, Double> negative = sum(first, step, schema, factor, false);
    return new FloatCounts(
        hint(first.resetHint(), step.resetHint()),
        schema,
        Math.max(first.zeroThreshold(), step.zeroThreshold()),
        first.zeroCount() + factor * step.zeroCount(),
        first.count() + factor * step.count(),
        first.sum() + factor * step.sum(),
        spans(positive),
        counts(positive),
        spans(negative),
        counts(negative),
        first.customBounds().length == 0 ? step.customBounds() : first.customBounds());
  }

  private static ResetHint hint(ResetHint one, ResetHint other) {
    if (one == other) {
      return one;
    }
    return one == ResetHint.GAUGE || other == ResetHint.GAUGE ? ResetHint.GAUGE : ResetHint.UNKNOWN;
  }

  private static SortedMap<Integer, Double> sum(
      FloatCounts first, FloatCounts step, int schema, double factor, boolean positive) {
    SortedMap<Integer, Double> sum = buckets(first, schema, positive);
    buckets(step, schema, positive)
        .forEach((index, count) -> sum.merge(index, factor * count, Double::sum));
    return sum;
  }

  /** Counts by index in the buckets of a schema that is as fine or coarser. */
  private static SortedMap<Integer, Double> buckets(FloatCounts h, int schema, boolean positive) {
    SortedMap<Integer, Double> exact =
        positive
            ? buckets(h.positiveSpans(), h.positiveCounts())
            : buckets(h.negativeSpans(), h.negativeCounts());
    if (schema == h.schema()) {
      return exact;
    }
    SortedMap<Integer, Double> coarser = new TreeMap<>();
    int levels = h.schema() - schema;
    exact.forEach((index, count) -> coarser.merge(((index - 1) >> levels) + 1, count, Double::sum));
    return coarser;
  }

  /** Counts by index. */
  static SortedMap<Integer, Double> buckets(Span[] spans, double[] counts) {
    SortedMap<Integer, Double> buckets = new TreeMap<>();
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

  private static Span[] spans(SortedMap<Integer, Double> buckets) {
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

  private static double[] counts(SortedMap<Integer, Double> buckets) {
    return buckets.values().stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** Writes a histogram as the original does, so that {@link #parse} reads an equal one. */
  static String write(FloatCounts h) {
    StringJoiner text = new StringJoiner(" ", "{{", "}}");
    field(text, "schema", h.schema());
    field(text, "count", h.count());
    field(text, "sum", h.sum());
    field(text, "z_bucket", h.zeroCount());
    field(text, "z_bucket_w", h.zeroThreshold());
    if (h.schema() == NativeHistogram.CUSTOM_BUCKETS_SCHEMA) {
      text.add("custom_values:" + list(h.customBounds()));
    }
    switch (h.resetHint()) {
      case UNKNOWN -> {}
      case GAUGE -> text.add("counter_reset_hint:gauge");
      case RESET -> text.add("counter_reset_hint:reset");
      case NO_RESET -> text.add("counter_reset_hint:not_reset");
    }
    buckets(text, "", buckets(h.positiveSpans(), h.positiveCounts()));
    buckets(text, "n_", buckets(h.negativeSpans(), h.negativeCounts()));
    return text.toString();
  }

  private static void field(StringJoiner text, String name, double value) {
    if (value != 0) {
      text.add(name + ":" + GoFloat.general(value));
    }
  }

  private static void buckets(StringJoiner text, String prefix, SortedMap<Integer, Double> counts) {
    counts.values().removeIf(count -> count == 0);
    if (counts.isEmpty()) {
      return;
    }
    int first = counts.firstKey();
    double[] dense = new double[counts.lastKey() - first + 1];
    counts.forEach((index, count) -> dense[index - first] = count);
    if (first != 0) {
      text.add(prefix + "offset:" + first);
    }
    text.add(prefix + "buckets:" + list(dense));
  }

  private static String list(double[] values) {
    StringJoiner text = new StringJoiner(" ", "[", "]");
    Arrays.stream(values).forEach(value -> text.add(GoFloat.general(value)));
    return text.toString();
  }
}

package dev.pharos.cli;

import dev.pharos.model.GoFloat;
import dev.pharos.model.HistogramBounds;
import dev.pharos.model.NativeHistogram;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntFunction;

/** Native histograms as a dump shows them: {@code {count:3, sum:5, [-2,-1):1, (1,2]:1}}. */
final class HistogramNotation {

  private HistogramNotation() {}

  static String of(NativeHistogram histogram) {
    List<String> parts = new ArrayList<>();
    switch (histogram) {
      case NativeHistogram.Counts h -> {
        parts.add("count:" + h.count());
        parts.add("sum:" + GoFloat.general(h.sum()));
        List<String> negative = new ArrayList<>();
        buckets(h, h.negativeSpans(), i -> Long.toString(h.negativeCounts()[i]), true, negative);
        Collections.reverse(negative);
        parts.addAll(negative);
        zero(h, Long.toString(h.zeroCount()), parts);
        buckets(h, h.positiveSpans(), i -> Long.toString(h.positiveCounts()[i]), false, parts);
      }
      case NativeHistogram.FloatCounts h -> {
        parts.add("count:" + GoFloat.general(h.count()));
        parts.add("sum:" + GoFloat.general(h.sum()));
        List<String> negative = new ArrayList<>();
        buckets(h, h.negativeSpans(), i -> GoFloat.general(h.negativeCounts()[i]), true, negative);
        Collections.reverse(negative);
        parts.addAll(negative);
        zero(h, GoFloat.general(h.zeroCount()), parts);
        buckets(h, h.positiveSpans(), i -> GoFloat.general(h.positiveCounts()[i]), false, parts);
      }
    }
    return "{" + String.join(", ", parts) + "}";
  }

  private static void zero(NativeHistogram h, String count, List<String> parts) {
    if (!count.equals("0")) {
      String width = GoFloat.general(h.zeroThreshold());
      parts.add("[-" + width + "," + width + "]:" + count);
    }
  }

  private static void buckets(
      NativeHistogram h,
      NativeHistogram.Span[] spans,
      IntFunction<String> count,
      boolean negative,
      List<String> out) {
    int index = 0;
    int i = 0;
    for (NativeHistogram.Span span : spans) {
      index += span.offset();
      for (int n = 0; n < span.length(); n++, index++, i++) {
        String text = count.apply(i);
        if (!text.equals("0")) {
          String low = GoFloat.general(HistogramBounds.upper(h, index - 1));
          String high = GoFloat.general(HistogramBounds.upper(h, index));
          boolean closed = h.schema() == NativeHistogram.CUSTOM_BUCKETS_SCHEMA && index == 0;
          out.add(
              (negative
                      ? "[-" + high + ",-" + low + ")"
                      : (closed ? "[" : "(") + low + "," + high + "]")
                  + ":"
                  + text);
        }
      }
    }
  }
}

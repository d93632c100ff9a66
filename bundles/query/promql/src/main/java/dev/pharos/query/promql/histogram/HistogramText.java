package dev.pharos.query.promql.histogram;

import dev.pharos.model.GoFloat;
import dev.pharos.model.HistogramBounds;
import dev.pharos.model.NativeHistogram;
import dev.pharos.model.NativeHistogram.Span;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Native histograms in words: {@code {count:3, sum:5, [-2,-1):1, [-0.001,0.001]:1, (1,2]:1}}. */
public final class HistogramText {

  private HistogramText() {}

  public static String of(NativeHistogram histogram) {
    NativeHistogram.FloatCounts h = histogram.floats();
    List<String> parts = new ArrayList<>();
    parts.add("count:" + GoFloat.general(h.count()));
    parts.add("sum:" + GoFloat.general(h.sum()));
    List<String> negative = new ArrayList<>();
    buckets(h, h.negativeSpans(), h.negativeCounts(), true, negative);
    Collections.reverse(negative);
    parts.addAll(negative);
    if (h.zeroCount() != 0) {
      String width = GoFloat.general(h.zeroThreshold());
      parts.add("[-" + width + "," + width + "]:" + GoFloat.general(h.zeroCount()));
    }
    buckets(h, h.positiveSpans(), h.positiveCounts(), false, parts);
    return "{" + String.join(", ", parts) + "}";
  }

  private static void buckets(
      NativeHistogram h, Span[] spans, double[] counts, boolean negative, List<String> out) {
    int index = 0;
    int i = 0;
    for (Span span : spans) {
      index += span.offset();
      for (int n = 0; n < span.length(); n++, index++, i++) {
        if (counts[i] != 0) {
          String low = GoFloat.general(HistogramBounds.upper(h, index - 1));
          String high = GoFloat.general(HistogramBounds.upper(h, index));
          // The first of listed bounds has no bucket below it, and so its lower end is its own.
          boolean closed = h.schema() == NativeHistogram.CUSTOM_BUCKETS_SCHEMA && index == 0;
          out.add(
              (negative
                      ? "[-" + high + ",-" + low + ")"
                      : (closed ? "[" : "(") + low + "," + high + "]")
                  + ":"
                  + GoFloat.general(counts[i]));
        }
      }
    }
  }
}

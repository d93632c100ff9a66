package dev.pharos.storage.tsdb.head;

import dev.pharos.model.NativeHistogram;
import dev.pharos.model.NativeHistogram.Span;
import dev.pharos.storage.tsdb.chunk.Resolution;
import org.jspecify.annotations.Nullable;

/** Tells whether a histogram can be packed: whether its counts are those that its spans tell of. */
final class HistogramCheck {

  private HistogramCheck() {}

  /** What is wrong, or null. */
  static @Nullable String fault(NativeHistogram histogram) {
    if (!Resolution.isKnown(histogram.schema())) {
      return "its schema " + histogram.schema() + " is not known";
    }
    int positive;
    int negative;
    switch (histogram) {
      case NativeHistogram.Counts counts -> {
        positive = counts.positiveCounts().length;
        negative = counts.negativeCounts().length;
      }
      case NativeHistogram.FloatCounts counts -> {
        positive = counts.positiveCounts().length;
        negative = counts.negativeCounts().length;
      }
    }
    String fault = fault("positive", histogram.positiveSpans(), positive);
    return fault == null ? fault("negative", histogram.negativeSpans(), negative) : fault;
  }

  private static @Nullable String fault(String side, Span[] spans, int counts) {
    long told = 0;
    for (int i = 0; i < spans.length; i++) {
      if (spans[i].length() < 0 || (i > 0 && spans[i].offset() < 0)) {
        return "span " + i + " of its " + side + " buckets goes backwards: " + spans[i];
      }
      told += spans[i].length();
    }
    return told == counts
        ? null
        : "its " + side + " spans tell of " + told + " buckets, but it has " + counts + " counts";
  }
}

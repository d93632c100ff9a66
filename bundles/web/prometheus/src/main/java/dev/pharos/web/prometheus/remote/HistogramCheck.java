package dev.pharos.web.prometheus.remote;

import dev.pharos.model.NativeHistogram;
import dev.pharos.model.NativeHistogram.Counts;
import dev.pharos.model.NativeHistogram.FloatCounts;
import dev.pharos.model.NativeHistogram.Span;
import dev.pharos.model.StaleNaN;
import java.util.Optional;

/** Says what is wrong with a histogram from outside, so that none is stored that cannot be read. */
final class HistogramCheck {

  private static final int MIN_SCHEMA = -4;

  /** Those above 8 are finer than any that is kept; the storage brings them down to 8. */
  private static final int MAX_SCHEMA = 52;

  private HistogramCheck() {}

  /** What is wrong, or empty. */
  static Optional<String> fault(NativeHistogram histogram) {
    if (StaleNaN.is(histogram.sum())) {
      return Optional.empty(); // A stale marker: nothing but the sum counts.
    }
    boolean custom = histogram.schema() == NativeHistogram.CUSTOM_BUCKETS_SCHEMA;
    if (!custom && (histogram.schema() < MIN_SCHEMA || histogram.schema() > MAX_SCHEMA)) {
      return Optional.of("the schema " + histogram.schema() + ", which is not known");
    }
    if (!custom && histogram.customBounds().length > 0) {
      return Optional.of("bounds of its own, and an exponential schema");
    }
    if (Double.isNaN(histogram.zeroThreshold()) || histogram.zeroThreshold() < 0) {
      return Optional.of("the zero threshold " + histogram.zeroThreshold());
    }
    return (custom ? customFault(histogram) : Optional.<String>empty())
        .or(() -> spansFault(histogram))
        .or(() -> countsFault(histogram));
  }

  private static Optional<String> customFault(NativeHistogram histogram) {
    double[] bounds = histogram.customBounds();
    for (int i = 0; i < bounds.length; i++) {
      boolean ascending = i == 0 || bounds[i] > bounds[i - 1];
      if (!ascending || Double.isNaN(bounds[i]) || bounds[i] == Double.POSITIVE_INFINITY) {
        return Optional.of("the bound " + bounds[i] + ", which is not above the one before it");
      }
    }
    if (histogram.negativeSpans().length > 0 || histogram.zeroThreshold() != 0) {
      return Optional.of("buckets below or around zero, and bounds of its own");
    }
    long last = 0;
    for (Span span : histogram.positiveSpans()) {
      last += (long) span.offset() + span.length();
    }
    return last > bounds.length + 1
        ? Optional.of(last + " buckets between " + bounds.length + " bounds")
        : Optional.empty();
  }

  private static Optional<String> spansFault(NativeHistogram histogram) {
    int positive;
    int negative;
    switch (histogram) {
      case Counts counts -> {
        positive = counts.positiveCounts().length;
        negative = counts.negativeCounts().length;
      }
      case FloatCounts counts -> {
        positive = counts.positiveCounts().length;
        negative = counts.negativeCounts().length;
      }
    }
    return spansFault(histogram.positiveSpans(), positive)
        .or(() -> spansFault(histogram.negativeSpans(), negative));
  }

  private static Optional<String> spansFault(Span[] spans, int buckets) {
    long told = 0;
    for (int i = 0; i < spans.length; i++) {
      if (i > 0 && spans[i].offset() < 0) {
        return Optional.of("a span that begins before the end of the one before it");
      }
      told += spans[i].length();
    }
    return told == buckets
        ? Optional.empty()
        : Optional.of("spans of " + told + " buckets, and " + buckets + " counts");
  }

  private static Optional<String> countsFault(NativeHistogram histogram) {
    return switch (histogram) {
      case Counts counts -> countsFault(counts);
      case FloatCounts counts -> countsFault(counts);
    };
  }

  private static Optional<String> countsFault(Counts counts) {
    long inBuckets = counts.zeroCount();
    long lowest = Math.min(counts.zeroCount(), counts.count());
    for (long count : counts.positiveCounts()) {
      inBuckets += count;
      lowest = Math.min(lowest, Math.min(count, inBuckets));
    }
    for (long count : counts.negativeCounts()) {
      inBuckets += count;
      lowest = Math.min(lowest, Math.min(count, inBuckets));
    }
    if (lowest < 0) {
      return Optional.of("a negative count");
    }
    // Observations that are no number stand in no bucket, and make the sum no number.
    boolean fits =
        Double.isNaN(counts.sum()) ? inBuckets <= counts.count() : inBuckets == counts.count();
    return fits
        ? Optional.empty()
        : Optional.of(
            inBuckets + " observations in its buckets, and " + counts.count() + " in all");
  }

  private static Optional<String> countsFault(FloatCounts counts) {
    double lowest = Math.min(counts.zeroCount(), counts.count());
    for (double count : counts.positiveCounts()) {
      lowest = Math.min(lowest, count);
    }
    for (double count : counts.negativeCounts()) {
      lowest = Math.min(lowest, count);
    }
    return lowest < 0 ? Optional.of("a negative count") : Optional.empty();
  }
}

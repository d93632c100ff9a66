package dev.pharos.query.promql.histogram;

import dev.pharos.model.NativeHistogram;
import dev.pharos.model.NativeHistogram.ResetHint;
import java.util.Arrays;

/** Arithmetic with native histograms. */
public final class Histograms {

  /** Bytes of a histogram without its arrays. */
  private static final int BARE_BYTES = 168;

  /** Bytes of a value with its timestamp. */
  private static final int SAMPLE_BYTES = 16;

  private Histograms() {}

  /** How many bytes a histogram takes, as the original counts them. */
  public static long bytes(NativeHistogram histogram) {
    int buckets =
        switch (histogram) {
          case NativeHistogram.Counts h -> h.positiveCounts().length + h.negativeCounts().length;
          case NativeHistogram.FloatCounts h ->
              h.positiveCounts().length + h.negativeCounts().length;
        };
    int spans = histogram.positiveSpans().length + histogram.negativeSpans().length;
    return BARE_BYTES + 8L * (buckets + spans + histogram.customBounds().length);
  }

  /** As how many samples a histogram counts: as many as fit into its bytes. */
  public static long samples(NativeHistogram histogram) {
    return (bytes(histogram) + 8) / SAMPLE_BYTES;
  }

  /** Counts and sum times a number. */
  public static NativeHistogram.FloatCounts scaled(NativeHistogram histogram, double factor) {
    NativeHistogram.FloatCounts h = histogram.floats();
    return new NativeHistogram.FloatCounts(
        factor < 0 ? ResetHint.GAUGE : h.resetHint(),
        h.schema(),
        h.zeroThreshold(),
        h.zeroCount() * factor,
        h.count() * factor,
        h.sum() * factor,
        h.positiveSpans(),
        scaled(h.positiveCounts(), factor),
        h.negativeSpans(),
        scaled(h.negativeCounts(), factor),
        h.customBounds());
  }

  /** Counts and sum by a number; a division by zero leaves no buckets but the one around zero. */
  public static NativeHistogram divided(NativeHistogram histogram, double divisor) {
    FloatHistogram h = FloatHistogram.of(histogram);
    if (divisor != 0) {
      return h.dividedBy(divisor).toModel();
    }
    return new FloatHistogram(
            h.hint(),
            h.schema(),
            h.zeroThreshold(),
            h.zeroCount() / divisor,
            h.count() / divisor,
            h.sum() / divisor,
            BucketRow.NONE,
            BucketRow.NONE,
            h.bounds())
        .toModel();
  }

  private static double[] scaled(double[] counts, double factor) {
    double[] scaled = new double[counts.length];
    Arrays.setAll(scaled, i -> counts[i] * factor);
    return scaled;
  }
}

package dev.pharos.query.promql.histogram;

import dev.pharos.model.NativeHistogram;

/** What native histograms take. */
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
}

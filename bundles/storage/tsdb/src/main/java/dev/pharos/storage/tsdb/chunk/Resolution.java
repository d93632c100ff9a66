package dev.pharos.storage.tsdb.chunk;

import dev.pharos.model.NativeHistogram;

/** How fine the buckets of histograms are that are kept. */
public final class Resolution {

  private Resolution() {}

  /** Whether a histogram's schema is one that is kept, or one that can be brought down to it. */
  public static boolean isKnown(int schema) {
    return HistogramLayout.isKnown(schema);
  }

  /**
   * The histogram with buckets that are not finer than the finest that are kept.
   *
   * @throws IllegalArgumentException if its schema is not known, or its spans do not fit its counts
   */
  public static NativeHistogram bounded(NativeHistogram histogram) {
    return histogram.schema() > HistogramLayout.FINEST
        ? Regrouping.toSchema(HistogramLayout.FINEST, HistogramLayout.of(histogram))
            .apply(histogram)
        : histogram;
  }
}

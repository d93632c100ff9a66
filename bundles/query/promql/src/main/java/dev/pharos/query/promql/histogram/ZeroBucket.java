package dev.pharos.query.promql.histogram;

import org.jspecify.annotations.Nullable;

/**
 * The bucket around zero of a native histogram once it is made wider.
 *
 * @param threshold how far it reaches
 * @param count what is in it
 * @param lost what adding that up has lost
 */
record ZeroBucket(double threshold, double count, double lost) {

  /**
   * The bucket around zero if it reached at least as far as {@code threshold}, and so far that it
   * cuts no other bucket in which there is something.
   *
   * @param losses what additions have lost of the histogram, in the same buckets; null for nothing
   * @param threshold not below the histogram's own
   */
  static ZeroBucket of(
      FloatHistogram histogram, @Nullable FloatHistogram losses, double threshold) {
    double carried = losses == null ? 0 : losses.zeroCount();
    if (threshold == histogram.zeroThreshold()) {
      return new ZeroBucket(threshold, histogram.zeroCount(), carried);
    }
    double reach = threshold;
    Kahan zeros = new Kahan();
    while (true) {
      zeros.set(histogram.zeroCount(), carried);
      reach = takeIn(histogram, histogram.positive(), row(losses, true), reach, zeros);
      double wider = takeIn(histogram, histogram.negative(), row(losses, false), reach, zeros);
      // Nor does it reach further if it has no number for its width.
      if (!(wider > reach)) {
        return new ZeroBucket(reach, zeros.sum, zeros.lost);
      }
      // The buckets of the other sign have to be looked at again.
      reach = wider;
      carried = zeros.lost;
    }
  }

  private static @Nullable BucketRow row(@Nullable FloatHistogram losses, boolean positive) {
    return losses == null ? null : positive ? losses.positive() : losses.negative();
  }

  /** Adds what begins below {@code reach}; answers how far that reaches. */
  private static double takeIn(
      FloatHistogram histogram,
      BucketRow row,
      @Nullable BucketRow losses,
      double reach,
      Kahan zeros) {
    for (int i = 0; i < row.size(); i++) {
      if (histogram.bound(row.indexes()[i] - 1) >= reach) {
        break;
      }
      zeros.add(row.counts()[i]);
      if (losses != null) {
        zeros.add(losses.counts()[i]);
      }
      double upper = histogram.bound(row.indexes()[i]);
      if (upper > reach) {
        return row.counts()[i] != 0 ? upper : reach;
      }
    }
    return reach;
  }
}

package dev.pharos.query.promql.histogram;

/**
 * Cuts a native histogram off at a value: observations above it go, or those below it.
 *
 * <p>The bucket that the value falls into is divided, on a linear scale where it has boundaries of
 * its own or holds zero, and on a logarithmic one else. If anything is cut off, the sum is
 * estimated anew from the middles of what is left.
 */
public final class HistogramTrim {

  private final FloatHistogram histogram;
  private final double cut;
  private final boolean keepLower;
  private double count;
  private double sum;
  private boolean trimmed;

  private HistogramTrim(FloatHistogram histogram, double cut, boolean keepLower) {
    this.histogram = histogram;
    this.cut = cut;
    this.keepLower = keepLower;
  }

  /** What is below {@code cut}. */
  public static FloatHistogram below(FloatHistogram histogram, double cut) {
    return new HistogramTrim(histogram, cut, true).result();
  }

  /** What is above {@code cut}. */
  public static FloatHistogram above(FloatHistogram histogram, double cut) {
    return new HistogramTrim(histogram, cut, false).result();
  }

  private FloatHistogram result() {
    BucketRow positive = row(histogram.positive(), true);
    BucketRow negative = row(histogram.negative(), false);
    double zeros = histogram.zeroCount() > 0 ? zeros() : histogram.zeroCount();
    return trimmed
        ? histogram
            .withBuckets(histogram.zeroThreshold(), zeros, positive, negative)
            .withTotals(count, sum)
            .compact()
        : histogram;
  }

  private BucketRow row(BucketRow row, boolean positive) {
    double[] kept = new double[row.size()];
    for (int i = 0; i < kept.length; i++) {
      double before = histogram.bound(row.indexes()[i] - 1);
      double bound = histogram.bound(row.indexes()[i]);
      kept[i] =
          positive
              ? keep(before, bound, row.counts()[i], true)
              : keep(-bound, -before, row.counts()[i], false);
    }
    return new BucketRow(row.indexes(), kept);
  }

  /** How much of a bucket is kept; adds it to count and sum. */
  private double keep(double low, double high, double observations, boolean positive) {
    if (observations == 0) {
      return observations;
    }
    double kept = 0;
    if (keepLower ? high <= cut : low >= cut) {
      kept = observations;
      take(kept, middle(low, high, positive));
    } else if (keepLower ? low < cut : high > cut) {
      kept = part(low, high, observations, positive);
    }
    trimmed |= kept != observations;
    return kept;
  }

  private void take(double observations, double middle) {
    if (observations != 0) {
      count += observations;
      sum += middle * observations;
    }
  }

  /** How much is kept of the bucket that the cut goes through. */
  private double part(double low, double high, double observations, boolean positive) {
    double kept;
    if (low == Double.NEGATIVE_INFINITY || high == Double.POSITIVE_INFINITY) {
      kept = partOfEndless(low, high, observations);
      take(kept, middleOfEndless(low, high));
    } else {
      double below = observations * shareBelow(low, high, positive);
      kept = keepLower ? below : observations - below;
      take(kept, keepLower ? middle(low, cut, positive) : middle(cut, high, positive));
    }
    return kept;
  }

  private double shareBelow(double low, double high, boolean positive) {
    if (histogram.isCustom()) {
      return (cut - low) / (high - low);
    }
    double logLow = GoMath.log2(Math.abs(low));
    double logHigh = GoMath.log2(Math.abs(high));
    double logCut = GoMath.log2(Math.abs(cut));
    return positive
        ? (logCut - logLow) / (logHigh - logLow)
        : 1 - (logCut - logHigh) / (logLow - logHigh);
  }

  private double middle(double low, double high, boolean positive) {
    if (Double.isInfinite(low)) {
      return Double.isInfinite(high) ? 0 : high > 0 ? high / 2 : high;
    }
    if (Double.isInfinite(high)) {
      return low;
    }
    if (histogram.isCustom()) {
      return (low + high) / 2;
    }
    double geometric = Math.sqrt(Math.abs(low * high));
    return positive ? geometric : -geometric;
  }

  /**
   * What is kept of a bucket without an end that the cut goes through: all, none, or, where the
   * upper bound is above zero and zero can stand for the lower one, a part.
   */
  private double partOfEndless(double low, double high, double observations) {
    if (low != Double.NEGATIVE_INFINITY) {
      return keepLower ? 0 : observations;
    }
    boolean fromZero = high > 0 && high != Double.POSITIVE_INFINITY;
    if (keepLower) {
      return cut > 0 && fromZero ? observations * cut / high : high <= 0 ? observations : 0;
    }
    return cut >= 0 && fromZero ? observations * (1 - cut / high) : 0;
  }

  private double middleOfEndless(double low, double high) {
    if (low != Double.NEGATIVE_INFINITY) {
      return cut;
    }
    if (high <= 0) {
      return cut;
    }
    return keepLower ? cut / 2 : (cut + high) / 2;
  }

  /**
   * The bucket around zero reaches to one side only where there are observations on one side only.
   */
  private double zeros() {
    double zeros = histogram.zeroCount();
    boolean positive = hasObservations(histogram.positive());
    boolean negative = hasObservations(histogram.negative());
    double low = positive && !negative ? 0 : -histogram.zeroThreshold();
    double high = negative && !positive ? 0 : histogram.zeroThreshold();
    double kept;
    double middle = (low + high) / 2;
    if (cut <= low) {
      kept = keepLower ? 0 : zeros;
    } else if (cut >= high) {
      kept = keepLower ? zeros : 0;
    } else {
      kept = zeros * ((keepLower ? cut - low : high - cut) / (high - low));
      middle = ((keepLower ? low : high) + cut) / 2;
    }
    trimmed |= kept != zeros;
    take(kept, middle);
    return kept;
  }

  private static boolean hasObservations(BucketRow row) {
    for (double count : row.counts()) {
      if (count != 0) {
        return true;
      }
    }
    return false;
  }
}

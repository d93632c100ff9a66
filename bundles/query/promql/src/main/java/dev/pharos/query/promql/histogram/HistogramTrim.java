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
    BucketRow positive = row(histogram.positive(), false);
    BucketRow negative = row(histogram.negative(), true);
    double zeros = zeros();
    if (!trimmed) {
      return histogram;
    }
    return new FloatHistogram(
        histogram.hint(),
        histogram.schema(),
        histogram.zeroThreshold(),
        zeros,
        count,
        count == 0 ? 0 : sum,
        positive,
        negative,
        histogram.bounds());
  }

  private BucketRow row(BucketRow row, boolean mirrored) {
    double[] kept = new double[row.size()];
    for (int i = 0; i < kept.length; i++) {
      double low = histogram.bound(row.indexes()[i] - 1);
      double high = histogram.bound(row.indexes()[i]);
      kept[i] =
          mirrored
              ? keep(-high, -low, row.counts()[i], histogram.isCustom())
              : keep(low, high, row.counts()[i], histogram.isCustom());
    }
    return new BucketRow(row.indexes(), kept);
  }

  /**
   * The bucket around zero reaches to one side only where there are observations on one side only.
   */
  private double zeros() {
    double width = histogram.zeroThreshold();
    boolean positive = hasObservations(histogram.positive());
    boolean negative = hasObservations(histogram.negative());
    double low = positive && !negative ? 0 : -width;
    double high = negative && !positive ? 0 : width;
    return keep(low, high, histogram.zeroCount(), true);
  }

  private static boolean hasObservations(BucketRow row) {
    for (double count : row.counts()) {
      if (count != 0) {
        return true;
      }
    }
    return false;
  }

  /** How much of a bucket is kept; adds it to count and sum. */
  private double keep(double low, double high, double observations, boolean linear) {
    if (observations == 0) {
      return 0;
    }
    double kept;
    double middle;
    if (low == Double.NEGATIVE_INFINITY || high == Double.POSITIVE_INFINITY) {
      kept = observations * shareOfEndless(low, high);
      middle = middleOfEndless(low, high);
    } else {
      double from = keepLower ? low : Math.min(Math.max(low, cut), high);
      double to = keepLower ? Math.max(Math.min(high, cut), low) : high;
      kept = observations * share(low, high, linear);
      middle = middle(from, to, linear);
    }
    trimmed |= kept != observations;
    count += kept;
    if (kept != 0) {
      sum += kept * middle;
    }
    return kept;
  }

  private double share(double low, double high, boolean linear) {
    double below;
    if (cut <= low) {
      below = 0;
    } else if (cut >= high) {
      below = 1;
    } else if (linear) {
      below = (cut - low) / (high - low);
    } else {
      double logLow = GoMath.log2(Math.abs(low));
      double logHigh = GoMath.log2(Math.abs(high));
      double logCut = GoMath.log2(Math.abs(cut));
      below =
          low >= 0
              ? (logCut - logLow) / (logHigh - logLow)
              : 1 - (logCut - logHigh) / (logLow - logHigh);
    }
    return keepLower ? below : 1 - below;
  }

  private static double middle(double low, double high, boolean linear) {
    if (linear) {
      return (low + high) / 2;
    }
    double geometric = Math.sqrt(low * high);
    return low < 0 ? -geometric : geometric;
  }

  /**
   * The share of a bucket without an end that is kept: all, none, or, where the upper bound is
   * above zero and zero can stand for the lower one, a part.
   */
  private double shareOfEndless(double low, double high) {
    if (low == Double.NEGATIVE_INFINITY) {
      if (high == Double.POSITIVE_INFINITY) {
        return cut == (keepLower ? high : low) ? 1 : 0;
      }
      if (keepLower) {
        return cut >= high ? 1 : high <= 0 ? cut > low ? 1 : 0 : cut > 0 ? cut / high : 0;
      }
      return cut == low ? 1 : cut >= 0 && cut < high ? 1 - cut / high : 0;
    }
    if (keepLower) {
      return cut == high ? 1 : 0;
    }
    return cut < high ? 1 : 0;
  }

  private double middleOfEndless(double low, double high) {
    if (low == Double.NEGATIVE_INFINITY) {
      if (high == Double.POSITIVE_INFINITY) {
        return 0;
      }
      if (high <= 0) {
        return keepLower ? Math.min(cut, high) : high;
      }
      double from = keepLower ? 0 : Math.max(cut, 0);
      double to = keepLower ? Math.min(cut, high) : high;
      return (from + to) / 2;
    }
    return keepLower ? low : Math.max(cut, low);
  }
}

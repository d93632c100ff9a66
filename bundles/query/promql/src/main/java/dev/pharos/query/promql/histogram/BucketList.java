package dev.pharos.query.promql.histogram;

/**
 * All buckets of a native histogram by ascending value, empty ones too, and the one around zero if
 * there is anything in it. None reaches into the bucket around zero.
 *
 * <p>Everything is computed in the same steps and order as by Prometheus.
 */
public final class BucketList {

  /** What observations that are no numbers have done to a result. */
  public enum Undefined {
    NOTHING,
    /** They made it larger. */
    SKEWED,
    /** They are the result. */
    RESULT,
    /** They are part of no fraction. */
    EXCLUDED
  }

  private final FloatHistogram histogram;
  private final double[] lower;
  private final double[] upper;
  private final double[] counts;
  private int size;
  private Undefined undefined = Undefined.NOTHING;

  public BucketList(FloatHistogram histogram) {
    this.histogram = histogram;
    BucketRow positive = histogram.positive();
    BucketRow negative = histogram.negative();
    int capacity = positive.size() + negative.size() + 1;
    lower = new double[capacity];
    upper = new double[capacity];
    counts = new double[capacity];
    double width = histogram.zeroThreshold();
    for (int i = negative.size() - 1; i >= 0; i--) {
      int index = negative.indexes()[i];
      double high = -histogram.bound(index - 1);
      add(-histogram.bound(index), high < 0 && high > -width ? -width : high, negative.counts()[i]);
    }
    if (histogram.zeroCount() > 0) {
      add(-width, width, histogram.zeroCount());
    }
    for (int i = 0; i < positive.size(); i++) {
      int index = positive.indexes()[i];
      double low = histogram.bound(index - 1);
      add(low > 0 && low < width ? width : low, histogram.bound(index), positive.counts()[i]);
    }
  }

  private void add(double low, double high, double count) {
    lower[size] = low;
    upper[size] = high;
    counts[size++] = count;
  }

  /** What observations that are no numbers did to the last result. */
  public Undefined undefined() {
    return undefined;
  }

  /** The value below which a share of the observations lies. */
  public double quantile(double q) {
    undefined = Undefined.NOTHING;
    if (q < 0) {
      return Double.NEGATIVE_INFINITY;
    }
    if (q > 1) {
      return Double.POSITIVE_INFINITY;
    }
    if (histogram.count() == 0 || Double.isNaN(q)) {
      return Double.NaN;
    }
    // Observations of NaN are counted and in no bucket: then the rank must be taken from below.
    boolean noSum = Double.isNaN(histogram.sum());
    boolean forward = noSum || q < 0.5;
    double rank = (forward ? q : 1 - q) * histogram.count();
    double seen = 0;
    int at = -1;
    int next = 0;
    while (next < size) {
      at = forward ? next : size - 1 - next;
      next++;
      seen += counts[at];
      if (counts[at] != 0 && seen >= rank) {
        break;
      }
    }
    double low = at < 0 ? 0 : lower[at];
    double high = at < 0 ? 0 : upper[at];
    if (histogram.isCustom()) {
      if (low == Double.NEGATIVE_INFINITY) {
        if (high <= 0) {
          return high;
        }
        low = 0;
      } else if (high == Double.POSITIVE_INFINITY) {
        return low;
      }
    } else if (low < 0 && high > 0) {
      low = hasPositiveOnly() ? 0 : low;
      high = hasNegativeOnly() ? 0 : high;
    }
    seen = seen > histogram.count() ? histogram.count() : seen;
    if (seen < rank) {
      undefined = noSum ? Undefined.RESULT : Undefined.NOTHING;
      return noSum ? Double.NaN : high;
    }
    double within = at < 0 ? 0 : counts[at];
    double share = (forward ? rank - (seen - within) : seen - rank) / within;
    if (noSum && seenAfter(seen, next) < histogram.count()) {
      undefined = Undefined.SKEWED;
    }
    return interpolated(low, high, share);
  }

  /** Observations in the buckets from one on, and those seen before. */
  private double seenAfter(double seen, int from) {
    double all = seen;
    for (int i = from; i < size; i++) {
      all += counts[i];
    }
    return all;
  }

  private double interpolated(double low, double high, double share) {
    if (histogram.isCustom() || (low <= 0 && high >= 0)) {
      return low + (high - low) * share;
    }
    double logLower = GoMath.log2(Math.abs(low));
    double logUpper = GoMath.log2(Math.abs(high));
    return low > 0
        ? GoMath.exp2(logLower + (logUpper - logLower) * share)
        : -GoMath.exp2(logUpper + (logLower - logUpper) * (1 - share));
  }

  private boolean hasPositiveOnly() {
    return histogram.negative().size() == 0 && histogram.positive().size() > 0;
  }

  private boolean hasNegativeOnly() {
    return histogram.positive().size() == 0 && histogram.negative().size() > 0;
  }

  /** The share of observations between two values. */
  public double fraction(double low, double high) {
    undefined = Undefined.NOTHING;
    if (histogram.count() == 0 || Double.isNaN(low) || Double.isNaN(high)) {
      return Double.NaN;
    }
    if (low >= high) {
      return 0;
    }
    double all = histogram.count();
    if (Double.isNaN(histogram.sum())) {
      all = seenAfter(0, 0);
      undefined = all < histogram.count() ? Undefined.EXCLUDED : Undefined.NOTHING;
    }
    return (rank(high, all) - rank(low, all)) / histogram.count();
  }

  /** How many observations are below a value, {@code all} at most. */
  private double rank(double value, double all) {
    double below = 0;
    for (int i = 0; i < size; i++) {
      double low = lower[i];
      double high = upper[i];
      boolean zero = low <= 0 && high >= 0;
      if (zero) {
        low = hasPositiveOnly() ? 0 : low;
        high = hasNegativeOnly() ? 0 : high;
      }
      if (low >= value) {
        return Math.min(below, all);
      }
      if (high > value) {
        return Math.min(within(i, low, high, zero, value, below), all);
      }
      below += counts[i];
    }
    return all;
  }

  private double within(int i, double low, double high, boolean zero, double value, double below) {
    if (histogram.isCustom() || zero) {
      // Nothing is known of how a bucket without a lower end is filled: it counts whole.
      return low == Double.NEGATIVE_INFINITY
          ? counts[i]
          : below + counts[i] * (value - low) / (high - low);
    }
    double logLower = GoMath.log2(Math.abs(low));
    double logUpper = GoMath.log2(Math.abs(high));
    double logValue = GoMath.log2(Math.abs(value));
    double share =
        value > 0
            ? (logValue - logLower) / (logUpper - logLower)
            : 1 - (logValue - logUpper) / (logLower - logUpper);
    return below + counts[i] * share;
  }

  /** How far observations lie from their mean, squared. */
  public double variance() {
    double mean = histogram.sum() / histogram.count();
    Kahan squares = new Kahan();
    for (int i = 0; i < size; i++) {
      if (counts[i] != 0) {
        double delta = middle(i) - mean;
        squares.add(counts[i] * delta * delta);
      }
    }
    return squares.total() / histogram.count();
  }

  private double middle(int i) {
    if (histogram.isCustom()) {
      return (lower[i] + upper[i]) / 2;
    }
    if (lower[i] <= 0 && upper[i] >= 0) {
      return 0;
    }
    double geometric = Math.sqrt(upper[i] * lower[i]);
    return upper[i] < 0 ? -geometric : geometric;
  }
}

package dev.pharos.query.promql.histogram;

/** All buckets of a native histogram by ascending value, the one around zero among them. */
public final class BucketList {

  private final FloatHistogram histogram;
  private final double[] lower;
  private final double[] upper;
  private final double[] counts;
  private int size;

  public BucketList(FloatHistogram histogram) {
    this.histogram = histogram;
    BucketRow positive = histogram.positive();
    BucketRow negative = histogram.negative();
    int capacity = positive.size() + negative.size() + 1;
    lower = new double[capacity];
    upper = new double[capacity];
    counts = new double[capacity];
    for (int i = negative.size() - 1; i >= 0; i--) {
      int index = negative.indexes()[i];
      add(-histogram.bound(index), -histogram.bound(index - 1), negative.counts()[i]);
    }
    double width = histogram.zeroThreshold();
    add(-width, width, histogram.zeroCount());
    for (int i = 0; i < positive.size(); i++) {
      int index = positive.indexes()[i];
      add(histogram.bound(index - 1), histogram.bound(index), positive.counts()[i]);
    }
  }

  private void add(double low, double high, double count) {
    if (count != 0) {
      lower[size] = low;
      upper[size] = high;
      counts[size++] = count;
    }
  }

  /** Narrows the zero bucket of histograms that have buckets of one sign only. */
  private void narrowZero(int i) {
    if (histogram.isCustom()) {
      if (lower[i] == Double.NEGATIVE_INFINITY && upper[i] > 0) {
        lower[i] = 0;
      }
    } else if (lower[i] < 0 && upper[i] > 0) {
      if (histogram.negative().size() == 0 && histogram.positive().size() > 0) {
        lower[i] = 0;
      } else if (histogram.positive().size() == 0 && histogram.negative().size() > 0) {
        upper[i] = 0;
      }
    }
  }

  private boolean isLinear(int i) {
    return histogram.isCustom() || (lower[i] <= 0 && upper[i] >= 0);
  }

  /** The value below which a share of the observations lies. */
  public double quantile(double q) {
    if (q < 0) {
      return Double.NEGATIVE_INFINITY;
    }
    if (q > 1) {
      return Double.POSITIVE_INFINITY;
    }
    if (histogram.count() == 0 || Double.isNaN(q) || size == 0) {
      return Double.NaN;
    }
    // Observations of NaN are counted and in no bucket: then the rank must be taken from below.
    boolean forward = Double.isNaN(histogram.sum()) || q < 0.5;
    double rank = (forward ? q : 1 - q) * histogram.count();
    double seen = 0;
    int i = 0;
    for (int n = 0; n < size; n++) {
      i = forward ? n : size - 1 - n;
      seen += counts[i];
      if (seen >= rank) {
        break;
      }
    }
    if (histogram.isCustom()) {
      if (lower[i] == Double.NEGATIVE_INFINITY && upper[i] <= 0) {
        return upper[i];
      }
      if (upper[i] == Double.POSITIVE_INFINITY) {
        return lower[i];
      }
    }
    narrowZero(i);
    seen = Math.min(seen, histogram.count());
    if (seen < rank) {
      return Double.isNaN(histogram.sum()) ? Double.NaN : forward ? upper[i] : lower[i];
    }
    double share = (forward ? rank - (seen - counts[i]) : seen - rank) / counts[i];
    if (isLinear(i)) {
      return lower[i] + (upper[i] - lower[i]) * share;
    }
    double logLower = GoMath.log2(Math.abs(lower[i]));
    double logUpper = GoMath.log2(Math.abs(upper[i]));
    return lower[i] > 0
        ? Math.pow(2, logLower + (logUpper - logLower) * share)
        : -Math.pow(2, logUpper + (logLower - logUpper) * (1 - share));
  }

  /** The share of observations between two values. */
  public double fraction(double low, double high) {
    if (histogram.count() == 0 || Double.isNaN(low) || Double.isNaN(high)) {
      return Double.NaN;
    }
    if (low >= high) {
      return 0;
    }
    for (int i = 0; i < size; i++) {
      narrowZero(i);
    }
    return (rank(high) - rank(low)) / histogram.count();
  }

  /** How many observations are below a value. */
  private double rank(double value) {
    double below = 0;
    for (int i = 0; i < size; i++) {
      if (value <= lower[i]) {
        return below;
      }
      if (value < upper[i]) {
        return below + counts[i] * share(i, value);
      }
      below += counts[i];
    }
    return below;
  }

  /** How much of a bucket lies below a value within it. */
  private double share(int i, double value) {
    if (upper[i] == Double.POSITIVE_INFINITY) {
      return 0;
    }
    if (lower[i] == Double.NEGATIVE_INFINITY) {
      return 1;
    }
    if (isLinear(i)) {
      return (value - lower[i]) / (upper[i] - lower[i]);
    }
    double logLower = GoMath.log2(Math.abs(lower[i]));
    double logUpper = GoMath.log2(Math.abs(upper[i]));
    return (GoMath.log2(Math.abs(value)) - logLower) / (logUpper - logLower);
  }

  /** How far observations lie from their mean, squared. */
  public double variance() {
    double mean = histogram.sum() / histogram.count();
    Kahan squares = new Kahan();
    for (int i = 0; i < size; i++) {
      double delta = middle(i) - mean;
      squares.add(counts[i] * delta * delta);
    }
    return squares.total() / histogram.count();
  }

  private double middle(int i) {
    if (histogram.isCustom()) {
      narrowZero(i);
      return (lower[i] + upper[i]) / 2;
    }
    if (lower[i] <= 0 && upper[i] >= 0) {
      return 0;
    }
    double geometric = Math.sqrt(upper[i] * lower[i]);
    return upper[i] < 0 ? -geometric : geometric;
  }
}

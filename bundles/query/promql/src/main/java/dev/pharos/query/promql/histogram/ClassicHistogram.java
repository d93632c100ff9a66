package dev.pharos.query.promql.histogram;

/** The cumulative buckets of one classic histogram at one instant; used again for the next. */
public final class ClassicHistogram {

  /** Relative difference up to which a fall between buckets is taken for rounding. */
  private static final double TOLERANCE = 1e-12;

  private static final double SMALLEST_NORMAL = Double.MIN_NORMAL;

  private final double[] bounds;
  private final double[] counts;
  private int size;
  private Raised forced = new Raised();

  public ClassicHistogram(int capacity) {
    bounds = new double[capacity];
    counts = new double[capacity];
  }

  public void clear() {
    size = 0;
    if (!forced.isEmpty()) {
      forced = new Raised();
    }
  }

  /** Adds a bucket; bounds come in ascending order, and equal ones are one bucket. */
  public void add(double upperBound, double count) {
    if (size > 0 && bounds[size - 1] == upperBound) {
      counts[size - 1] += count;
    } else {
      bounds[size] = upperBound;
      counts[size++] = count;
    }
  }

  public int size() {
    return size;
  }

  /** Which counts fell noticeably from bucket to bucket and had to be raised. */
  public Raised raised() {
    return forced;
  }

  public double quantile(double q) {
    if (Double.isNaN(q)) {
      return Double.NaN;
    }
    if (q < 0) {
      return Double.NEGATIVE_INFINITY;
    }
    if (q > 1) {
      return Double.POSITIVE_INFINITY;
    }
    if (!isComplete()) {
      return Double.NaN;
    }
    makeMonotonic();
    if (size < 2 || counts[size - 1] == 0) {
      return Double.NaN;
    }
    double rank = q * counts[size - 1];
    int b = firstWith(rank);
    if (b == size - 1) {
      return bounds[size - 2];
    }
    if (b == 0 && bounds[0] <= 0) {
      return bounds[0];
    }
    double start = 0;
    double count = counts[b];
    if (b > 0) {
      start = bounds[b - 1];
      count -= counts[b - 1];
      rank -= counts[b - 1];
    }
    return start + (bounds[b] - start) * (rank / count);
  }

  /** The first bucket but the last with at least so many observations, as a search finds it. */
  private int firstWith(double rank) {
    int low = 0;
    int high = size - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (counts[middle] >= rank) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /** The share of observations between two values; counts that fall are taken as they are. */
  public double fraction(double lower, double upper) {
    if (!isComplete()) {
      return Double.NaN;
    }
    double total = counts[size - 1];
    if (total == 0 || Double.isNaN(lower) || Double.isNaN(upper)) {
      return Double.NaN;
    }
    if (lower >= upper) {
      return 0;
    }
    return (rank(upper, total) - rank(lower, total)) / total;
  }

  /** How many observations are at most {@code value}, with the buckets' insides evenly filled. */
  private double rank(double value, double total) {
    double before = 0;
    double low = bounds[0] > 0 ? 0 : Double.NEGATIVE_INFINITY;
    for (int b = 0; b < size; b++) {
      if (low >= value) {
        return atMost(before, total);
      }
      if (bounds[b] > value) {
        // There is no even filling of a bucket without a lower end: it counts whole.
        return atMost(
            low == Double.NEGATIVE_INFINITY
                ? counts[b]
                : before + (counts[b] - before) * (value - low) / (bounds[b] - low),
            total);
      }
      before = counts[b];
      low = bounds[b];
    }
    return total;
  }

  private static double atMost(double rank, double total) {
    return rank > total ? total : rank;
  }

  private boolean isComplete() {
    return size > 0 && bounds[size - 1] == Double.POSITIVE_INFINITY;
  }

  private void makeMonotonic() {
    double before = counts[0];
    for (int i = 1; i < size; i++) {
      double count = counts[i];
      if (count == before) {
        continue;
      }
      if (almostEqual(before, count)) {
        counts[i] = before;
      } else if (count < before) {
        counts[i] = before;
        forced.add(bounds[i], before - count);
      } else {
        before = count;
      }
    }
  }

  private static boolean almostEqual(double a, double b) {
    double sum = Math.abs(a) + Math.abs(b);
    double difference = Math.abs(a - b);
    if (a == 0 || b == 0 || sum < SMALLEST_NORMAL) {
      return difference < TOLERANCE * SMALLEST_NORMAL;
    }
    return difference / Math.min(sum, Double.MAX_VALUE) < TOLERANCE;
  }
}

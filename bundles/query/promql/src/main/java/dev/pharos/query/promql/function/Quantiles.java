package dev.pharos.query.promql.function;

import java.util.Arrays;

/** Quantiles of values. */
public final class Quantiles {

  private Quantiles() {}

  /**
   * The quantile of values, which are sorted on the way; NaN counts as smaller than all others.
   *
   * @param q from 0 to 1; −Inf or +Inf comes out below and above
   * @param count how many of the array are values, from the first on
   */
  public static double ofUnsorted(double q, double[] values, int count) {
    if (count == 0 || Double.isNaN(q)) {
      return Double.NaN;
    }
    if (q < 0) {
      return Double.NEGATIVE_INFINITY;
    }
    if (q > 1) {
      return Double.POSITIVE_INFINITY;
    }
    sort(values, count);
    double rank = q * (count - 1);
    int lower = (int) Math.max(0, Math.floor(rank));
    int upper = Math.min(count - 1, lower + 1);
    double weight = rank - Math.floor(rank);
    return values[lower] * (1 - weight) + values[upper] * weight;
  }

  /** Sorts with NaN first, where Java puts it last. */
  private static void sort(double[] values, int count) {
    Arrays.sort(values, 0, count);
    int nans = 0;
    while (nans < count && Double.isNaN(values[count - 1 - nans])) {
      nans++;
    }
    if (nans > 0) {
      System.arraycopy(values, 0, values, nans, count - nans);
      Arrays.fill(values, 0, nans, Double.NaN);
    }
  }
}

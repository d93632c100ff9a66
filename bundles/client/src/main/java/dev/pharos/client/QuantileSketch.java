package dev.pharos.client;

import java.util.Arrays;
import java.util.List;

/**
 * Some of the values of a stream, from which the quantiles that were asked for beforehand can be
 * told nearly: so many that the rank of what is told is off by no more than the error promised.
 *
 * <p>After G. Cormode, F. Korn, S. Muthukrishnan and D. Srivastava, <i>Effective Computation of
 * Biased Quantiles over Data Streams</i>, ICDE 2005: their targeted quantiles. Each value kept
 * stands for itself and those left out before it; {@code width} says how many that are, and {@code
 * slack} by how much its highest possible rank lies above its lowest, which is the sum of the
 * widths up to it. Width and slack together may not exceed
 *
 * <pre>
 *   f(r, n) = min over all (quantile φ, error ε) of   2 ε r / φ               where r ≥ φ n
 *                                                     2 ε (n − r) / (1 − φ)   where r < φ n
 * </pre>
 *
 * <p>for any rank {@code r} of {@code n} values that they cover (section 5 there, which looks at
 * the lowest only: then the error may be larger than promised by some tenths). Not safe for use by
 * several threads.
 */
final class QuantileSketch {

  private static final double[] NO_VALUES = {};
  private static final int[] NO_COUNTS = {};

  /**
   * A quantile that will be asked for.
   *
   * @param quantile above 0 and below 1
   * @param error by how much of all values the rank may be off
   */
  record Objective(double quantile, double error) {}

  private final List<Objective> objectives;

  /** The values kept, ascending; the arrays are as long as there are values. */
  private double[] values = NO_VALUES;

  private int[] widths = NO_COUNTS;
  private int[] slacks = NO_COUNTS;
  private long count;

  /** An empty sketch. */
  QuantileSketch(List<Objective> objectives) {
    this.objectives = objectives;
  }

  /** How many values were inserted. */
  long count() {
    return count;
  }

  /** How many values are kept. */
  int size() {
    return values.length;
  }

  void clear() {
    values = NO_VALUES;
    widths = NO_COUNTS;
    slacks = NO_COUNTS;
    count = 0;
  }

  /** Inserts the first {@code length} of {@code sorted}, which ascend. */
  void insert(double[] sorted, int length) {
    int kept = values.length;
    double[] newValues = new double[kept + length];
    int[] newWidths = new int[kept + length];
    int[] newSlacks = new int[kept + length];
    int old = 0;
    int next = 0;
    for (int i = 0; i < newValues.length; i++) {
      if (next == length || (old < kept && values[old] <= sorted[next])) {
        newValues[i] = values[old];
        newWidths[i] = widths[old];
        newSlacks[i] = slacks[old];
        old++;
      } else {
        newValues[i] = sorted[next];
        newWidths[i] = 1;
        // The least and the greatest are known exactly.
        newSlacks[i] = old == 0 || old == kept ? 0 : widths[old] + slacks[old] - 1;
        if (i > 0 && newValues[i - 1] == newValues[i]) {
          // Of equal values the next has the next rank.
          newSlacks[i] = Math.min(newSlacks[i], newSlacks[i - 1]);
        }
        next++;
        count++;
      }
    }
    compress(newValues, newWidths, newSlacks);
  }

  /** Leaves out what its successor can stand for; goes from the greatest down. */
  private void compress(double[] allValues, int[] allWidths, int[] allSlacks) {
    int from = allValues.length - 1;
    if (from < 0) {
      return;
    }
    long rank = count - allWidths[from];
    for (int i = from - 1; i >= 0; i--) {
      int width = allWidths[i];
      rank -= width;
      long together = (long) width + allWidths[from] + allSlacks[from];
      // The least of all values stays.
      boolean joins = i > 0 && together <= allowed((double) rank, (double) (rank + together));
      if (joins) {
        allWidths[from] += width;
      } else {
        from--;
        allValues[from] = allValues[i];
        allWidths[from] = width;
        allSlacks[from] = allSlacks[i];
      }
    }
    values = Arrays.copyOfRange(allValues, from, allValues.length);
    widths = Arrays.copyOfRange(allWidths, from, allWidths.length);
    slacks = Arrays.copyOfRange(allSlacks, from, allSlacks.length);
  }

  /** The least of {@code f} of the class comment at the ranks from {@code low} to {@code high}. */
  private double allowed(double low, double high) {
    double least = Double.MAX_VALUE;
    for (int i = 0; i < objectives.size(); i++) {
      double quantile = objectives.get(i).quantile();
      // It falls up to the quantile, and rises from there.
      double rank = Math.clamp(quantile * count, low, high);
      double share = rank >= quantile * count ? rank / quantile : (count - rank) / (1 - quantile);
      least = Math.min(least, 2 * objectives.get(i).error() * share);
    }
    return least;
  }

  /** A value whose rank is near that of the quantile; {@code NaN} if there are no values. */
  double quantile(double quantile) {
    if (values.length == 0) {
      return Double.NaN;
    }
    double wanted = Math.ceil(quantile * count);
    double highest = wanted + allowed(wanted, wanted) / 2;
    long rank = widths[0];
    for (int i = 1; i < values.length; i++) {
      if (rank + widths[i] + slacks[i] > highest) {
        return values[i - 1];
      }
      rank += widths[i];
    }
    return values[values.length - 1];
  }
}

package dev.pharos.query.promql.histogram;

import java.util.Arrays;

/**
 * The buckets of one sign of a sum of native histograms, with what adding them up has lost. Does
 * the same steps in the same order as Prometheus. Immutable by agreement.
 */
@SuppressWarnings("ArrayRecordComponent")
record CompensatedRow(int[] indexes, double[] counts, double[] lost) {

  /** Buckets of which nothing has been lost. */
  static CompensatedRow of(BucketRow row) {
    return new CompensatedRow(row.indexes(), row.counts(), new double[row.size()]);
  }

  /** Buckets and what has been lost of them, which stands in the same places. */
  static CompensatedRow of(BucketRow row, BucketRow lost) {
    return new CompensatedRow(row.indexes(), row.counts(), lost.counts());
  }

  private int size() {
    return indexes.length;
  }

  BucketRow sum() {
    return new BucketRow(indexes, counts);
  }

  BucketRow losses() {
    return new BucketRow(indexes, lost);
  }

  /** In buckets {@code 2^levels} times as wide on a logarithmic scale. */
  CompensatedRow coarser(int levels) {
    if (levels == 0) {
      return this;
    }
    int[] places = new int[size()];
    double[] sums = new double[size()];
    double[] losses = new double[size()];
    Kahan sum = new Kahan();
    int n = 0;
    for (int i = 0; i < size(); i++) {
      int index = BucketRow.coarser(indexes[i], levels);
      if (n > 0 && places[n - 1] == index) {
        sum.set(sums[n - 1], losses[n - 1]);
        sum.add(counts[i]);
        sum.add(lost[i]);
        sums[n - 1] = sum.sum;
        losses[n - 1] = sum.lost;
      } else {
        places[n] = index;
        sums[n] = counts[i];
        losses[n++] = lost[i];
      }
    }
    return new CompensatedRow(
        Arrays.copyOf(places, n), Arrays.copyOf(sums, n), Arrays.copyOf(losses, n));
  }

  /** With the counts of another row, and what has been lost of those. */
  CompensatedRow plus(CompensatedRow other) {
    int[] all = new int[size() + other.size()];
    double[] sums = new double[all.length];
    double[] losses = new double[all.length];
    Kahan sum = new Kahan();
    int n = 0;
    int i = 0;
    int j = 0;
    while (i < size() || j < other.size()) {
      int mine = i < size() ? indexes[i] : Integer.MAX_VALUE;
      int theirs = j < other.size() ? other.indexes[j] : Integer.MAX_VALUE;
      all[n] = Math.min(mine, theirs);
      if (mine > theirs) {
        sum.set(other.counts[j], other.lost[j]);
      } else {
        sum.set(counts[i], lost[i]);
      }
      if (mine == theirs) {
        sum.add(other.counts[j]);
        if (other.lost[j] != 0) {
          sum.add(other.lost[j]);
        }
      }
      i += mine <= theirs ? 1 : 0;
      j += theirs <= mine ? 1 : 0;
      sums[n] = sum.sum;
      losses[n++] = sum.lost;
    }
    return new CompensatedRow(
        Arrays.copyOf(all, n), Arrays.copyOf(sums, n), Arrays.copyOf(losses, n));
  }

  /** Without its first buckets. */
  CompensatedRow from(int first) {
    if (first == 0) {
      return this;
    }
    return new CompensatedRow(
        Arrays.copyOfRange(indexes, first, size()),
        Arrays.copyOfRange(counts, first, size()),
        Arrays.copyOfRange(lost, first, size()));
  }

  /** Without the buckets that hold nothing and have lost nothing. */
  CompensatedRow compact() {
    int[] kept = new int[size()];
    double[] keptCounts = new double[size()];
    double[] keptLosses = new double[size()];
    int n = 0;
    for (int i = 0; i < size(); i++) {
      if (counts[i] != 0 || lost[i] != 0) {
        kept[n] = indexes[i];
        keptCounts[n] = counts[i];
        keptLosses[n++] = lost[i];
      }
    }
    return new CompensatedRow(
        Arrays.copyOf(kept, n), Arrays.copyOf(keptCounts, n), Arrays.copyOf(keptLosses, n));
  }
}

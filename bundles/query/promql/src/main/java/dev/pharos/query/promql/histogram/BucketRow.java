package dev.pharos.query.promql.histogram;

import dev.pharos.model.NativeHistogram.Span;
import java.util.Arrays;

/**
 * The buckets of one sign of a native histogram, by ascending index; empty ones may be there or be
 * left out, which matters to equality. Immutable by agreement.
 */
@SuppressWarnings("ArrayRecordComponent")
public record BucketRow(int[] indexes, double[] counts) {

  public static final BucketRow NONE = new BucketRow(new int[0], new double[0]);
  private static final Span[] NO_SPANS = {};

  public static BucketRow of(Span[] spans, double[] counts) {
    if (counts.length == 0) {
      return NONE;
    }
    int[] indexes = new int[counts.length];
    int index = 0;
    int i = 0;
    for (Span span : spans) {
      index += span.offset();
      for (int n = 0; n < span.length(); n++) {
        indexes[i++] = index++;
      }
    }
    return new BucketRow(indexes, counts);
  }

  /** All buckets with these counts that hold something, from index 0. */
  static BucketRow dense(double[] counts) {
    int[] indexes = new int[counts.length];
    Arrays.setAll(indexes, i -> i);
    return new BucketRow(indexes, counts).compact();
  }

  public int size() {
    return indexes.length;
  }

  /** Runs of buckets that follow each other. */
  public Span[] spans() {
    if (size() == 0) {
      return NO_SPANS;
    }
    Span[] spans = new Span[size()];
    int n = 0;
    int end = 0;
    int i = 0;
    while (i < size()) {
      int start = i;
      while (i + 1 < size() && indexes[i + 1] == indexes[i] + 1) {
        i++;
      }
      spans[n++] = new Span(indexes[start] - end, i - start + 1);
      end = indexes[i] + 1;
      i++;
    }
    return Arrays.copyOf(spans, n);
  }

  /** Each count plus {@code factor} times the other's. */
  public BucketRow plus(BucketRow other, double factor) {
    int[] all = new int[size() + other.size()];
    double[] sums = new double[all.length];
    int n = 0;
    int i = 0;
    int j = 0;
    while (i < size() || j < other.size()) {
      int mine = i < size() ? indexes[i] : Integer.MAX_VALUE;
      int theirs = j < other.size() ? other.indexes[j] : Integer.MAX_VALUE;
      all[n] = Math.min(mine, theirs);
      if (mine == theirs) {
        sums[n] = counts[i++] + factor * other.counts[j++];
      } else {
        sums[n] = mine < theirs ? counts[i++] : factor * other.counts[j++];
      }
      n++;
    }
    return new BucketRow(Arrays.copyOf(all, n), Arrays.copyOf(sums, n));
  }

  public boolean overflows() {
    for (double count : counts) {
      if (Double.isInfinite(count)) {
        return true;
      }
    }
    return false;
  }

  public BucketRow times(double factor) {
    double[] scaled = new double[counts.length];
    Arrays.setAll(scaled, i -> counts[i] * factor);
    return new BucketRow(indexes, scaled);
  }

  public BucketRow dividedBy(double divisor) {
    double[] shares = new double[counts.length];
    Arrays.setAll(shares, i -> counts[i] / divisor);
    return new BucketRow(indexes, shares);
  }

  /** In buckets {@code 2^levels} times as wide on a logarithmic scale. */
  public BucketRow coarser(int levels) {
    if (levels == 0) {
      return this;
    }
    int[] places = new int[size()];
    double[] sums = new double[size()];
    int n = 0;
    for (int i = 0; i < size(); i++) {
      int index = coarser(indexes[i], levels);
      if (n > 0 && places[n - 1] == index) {
        sums[n - 1] += counts[i];
      } else {
        places[n] = index;
        sums[n++] = counts[i];
      }
    }
    return new BucketRow(Arrays.copyOf(places, n), Arrays.copyOf(sums, n));
  }

  /** Index of the wider bucket that a bucket is part of. */
  static int coarser(int index, int levels) {
    return ((index - 1) >> levels) + 1;
  }

  /** Without the buckets that hold nothing. */
  public BucketRow compact() {
    int n = 0;
    int[] kept = new int[size()];
    double[] keptCounts = new double[size()];
    for (int i = 0; i < size(); i++) {
      if (counts[i] != 0) {
        kept[n] = indexes[i];
        keptCounts[n++] = counts[i];
      }
    }
    return n == size() ? this : new BucketRow(Arrays.copyOf(kept, n), Arrays.copyOf(keptCounts, n));
  }

  /** Without its first buckets. */
  public BucketRow from(int first) {
    return first == 0
        ? this
        : new BucketRow(
            Arrays.copyOfRange(indexes, first, size()), Arrays.copyOfRange(counts, first, size()));
  }

  /** Whether any bucket holds less than the same one did before, or is gone though it was used. */
  public boolean fellSince(BucketRow before) {
    int j = 0;
    for (int i = 0; i < before.size(); i++) {
      while (j < size() && indexes[j] < before.indexes[i]) {
        j++;
      }
      boolean there = j < size() && indexes[j] == before.indexes[i];
      if (there ? counts[j] < before.counts[i] : before.counts[i] != 0) {
        return true;
      }
    }
    return false;
  }
}

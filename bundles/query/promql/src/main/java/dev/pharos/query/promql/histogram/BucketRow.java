package dev.pharos.query.promql.histogram;

import dev.pharos.model.NativeHistogram.Span;
import java.util.Arrays;

/**
 * The buckets of one sign of a native histogram, by ascending index; empty ones may be left out.
 * Immutable by agreement.
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
      if (mine == all[n]) {
        sums[n] += counts[i++];
      }
      if (theirs == all[n]) {
        sums[n] += factor * other.counts[j++];
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

  /** A sum and what its additions have lost. */
  public record Compensated(BucketRow sum, BucketRow lost) {}

  /** Each count plus the other's, and what that loses beyond what was lost before. */
  public BucketRow.Compensated plusCompensated(BucketRow other, BucketRow lost) {
    int[] all = new int[size() + other.size()];
    double[] sums = new double[all.length];
    double[] losses = new double[all.length];
    int n = 0;
    int i = 0;
    int j = 0;
    int k = 0;
    while (i < size() || j < other.size()) {
      int mine = i < size() ? indexes[i] : Integer.MAX_VALUE;
      int theirs = j < other.size() ? other.indexes[j] : Integer.MAX_VALUE;
      int index = Math.min(mine, theirs);
      double before = mine == index ? counts[i++] : 0;
      double value = theirs == index ? other.counts[j++] : 0;
      while (k < lost.size() && lost.indexes[k] < index) {
        k++;
      }
      double lostBefore = k < lost.size() && lost.indexes[k] == index ? lost.counts[k] : 0;
      all[n] = index;
      sums[n] = before + value;
      losses[n] = Kahan.lostAfter(before, lostBefore, value, sums[n]);
      n++;
    }
    int[] places = Arrays.copyOf(all, n);
    return new Compensated(
        new BucketRow(places, Arrays.copyOf(sums, n)),
        new BucketRow(places, Arrays.copyOf(losses, n)));
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
    return mapped(index -> ((index - 1) >> levels) + 1);
  }

  /** With other indexes, in the same order; what falls together is added. */
  public BucketRow mapped(java.util.function.IntUnaryOperator place) {
    int[] places = new int[size()];
    double[] sums = new double[size()];
    int n = 0;
    for (int i = 0; i < size(); i++) {
      int index = place.applyAsInt(indexes[i]);
      if (n > 0 && places[n - 1] == index) {
        sums[n - 1] += counts[i];
      } else {
        places[n] = index;
        sums[n++] = counts[i];
      }
    }
    return new BucketRow(Arrays.copyOf(places, n), Arrays.copyOf(sums, n));
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

  /** Without the buckets up to an index. */
  public BucketRow above(int index) {
    int from = 0;
    while (from < size() && indexes[from] <= index) {
      from++;
    }
    return new BucketRow(
        Arrays.copyOfRange(indexes, from, size()), Arrays.copyOfRange(counts, from, size()));
  }

  /** Whether any bucket holds less than the same one did before. */
  public boolean fellSince(BucketRow before) {
    int j = 0;
    for (int i = 0; i < before.size(); i++) {
      while (j < size() && indexes[j] < before.indexes[i]) {
        j++;
      }
      double now = j < size() && indexes[j] == before.indexes[i] ? counts[j] : 0;
      if (now < before.counts[i]) {
        return true;
      }
    }
    return false;
  }
}

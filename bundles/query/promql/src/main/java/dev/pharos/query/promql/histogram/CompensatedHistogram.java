package dev.pharos.query.promql.histogram;

import dev.pharos.query.promql.histogram.FloatHistogram.IncompatibleException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A sum of native histograms with what its additions have lost: the same steps in the same order as
 * Prometheus. Immutable.
 *
 * @param lost in the same buckets as the sum; null as long as nothing has been added
 */
public record CompensatedHistogram(FloatHistogram sum, @Nullable FloatHistogram lost) {

  /** A histogram to which nothing has been added yet. */
  public static CompensatedHistogram of(FloatHistogram first) {
    return new CompensatedHistogram(first, null);
  }

  public CompensatedHistogram times(double factor) {
    return new CompensatedHistogram(sum.times(factor), lost == null ? null : lost.times(factor));
  }

  public CompensatedHistogram dividedBy(double divisor) {
    return new CompensatedHistogram(
        sum.dividedBy(divisor), lost == null ? null : lost.dividedBy(divisor));
  }

  /** The sum with what was lost. */
  public FloatHistogram total() {
    if (lost == null) {
      return sum;
    }
    try {
      return sum.plus(lost, 1);
    } catch (IncompatibleException e) {
      throw new IllegalStateException("a sum and its losses have the same buckets", e);
    }
  }

  /** With one more histogram. */
  public CompensatedHistogram plus(FloatHistogram other) throws IncompatibleException {
    if (sum.isCustom() != other.isCustom()) {
      throw new IncompatibleException();
    }
    FloatHistogram carried = lost == null ? sum.zeros() : lost;
    if (!sum.isCustom()) {
      return exponential(carried, other);
    }
    double[] bounds = sum.bounds();
    CompensatedRow row;
    if (Arrays.equals(bounds, other.bounds())) {
      row =
          CompensatedRow.of(sum.positive(), carried.positive())
              .plus(CompensatedRow.of(other.positive()));
    } else {
      bounds = CustomBounds.common(bounds, other.bounds());
      row = inCommonBounds(carried, other, bounds);
    }
    return with(
        other,
        carried,
        sum.withBuckets(sum.zeroThreshold(), sum.zeroCount(), row.sum(), BucketRow.NONE),
        carried.withBuckets(sum.zeroThreshold(), 0, row.losses(), BucketRow.NONE),
        bounds);
  }

  private CompensatedRow inCommonBounds(
      FloatHistogram carried, FloatHistogram other, double[] bounds) {
    Kahan[] sums = new Kahan[bounds.length + 1];
    Arrays.setAll(sums, i -> new Kahan());
    BucketRow mine = sum.positive();
    for (int i = 0; i < mine.size(); i++) {
      Kahan target = sums[CustomBounds.place(sum.bounds(), mine.indexes()[i], bounds)];
      target.add(mine.counts()[i]);
      target.add(carried.positive().counts()[i]);
    }
    BucketRow theirs = other.positive();
    for (int i = 0; i < theirs.size(); i++) {
      sums[CustomBounds.place(other.bounds(), theirs.indexes()[i], bounds)].add(theirs.counts()[i]);
    }
    int[] indexes = new int[sums.length];
    double[] counts = new double[sums.length];
    double[] losses = new double[sums.length];
    for (int i = 0; i < sums.length; i++) {
      indexes[i] = i;
      counts[i] = sums[i].sum;
      losses[i] = sums[i].lost;
    }
    return new CompensatedRow(indexes, counts, losses).compact();
  }

  private CompensatedHistogram exponential(FloatHistogram carried, FloatHistogram other) {
    CommonZero common = CommonZero.of(sum, carried, other);
    FloatHistogram one = common.one();
    FloatHistogram losses = common.losses() == null ? carried : common.losses();
    Kahan zeros = new Kahan();
    zeros.set(one.zeroCount(), losses.zeroCount());
    zeros.add(common.otherZeros());
    zeros.add(common.otherLost());
    int schema = Math.min(one.schema(), other.schema());
    double width = one.zeroThreshold();
    CompensatedRow positive =
        row(one, one.positive(), losses.positive(), other, other.positive(), schema, width);
    CompensatedRow negative =
        row(one, one.negative(), losses.negative(), other, other.negative(), schema, width);
    return with(
        other,
        carried,
        one.withSchema(schema).withBuckets(width, zeros.sum, positive.sum(), negative.sum()),
        losses
            .withSchema(schema)
            .withBuckets(width, zeros.lost, positive.losses(), negative.losses()),
        sum.bounds());
  }

  private static CompensatedRow row(
      FloatHistogram one,
      BucketRow mine,
      BucketRow losses,
      FloatHistogram other,
      BucketRow theirs,
      int schema,
      double width) {
    CompensatedRow added = CompensatedRow.of(theirs).coarser(other.schema() - schema);
    return CompensatedRow.of(mine, losses)
        .coarser(one.schema() - schema)
        .plus(added.from(FloatHistogram.within(added.sum(), schema, width)));
  }

  /** Puts the totals to the buckets. */
  private CompensatedHistogram with(
      FloatHistogram other,
      FloatHistogram carried,
      FloatHistogram buckets,
      FloatHistogram losses,
      double[] bounds) {
    Kahan counts = new Kahan();
    counts.set(sum.count(), carried.count());
    counts.add(other.count());
    Kahan sums = new Kahan();
    sums.set(sum.sum(), carried.sum());
    sums.add(other.sum());
    return new CompensatedHistogram(
        buckets.withTotals(counts.sum, sums.sum).withBounds(bounds).withHint(sum.hint(other)),
        losses.withTotals(counts.lost, sums.lost).withBounds(bounds).withHint(sum.hint(other)));
  }
}

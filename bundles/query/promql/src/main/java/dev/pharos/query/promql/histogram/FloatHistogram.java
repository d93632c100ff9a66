package dev.pharos.query.promql.histogram;

import dev.pharos.model.HistogramBounds;
import dev.pharos.model.NativeHistogram;
import dev.pharos.model.NativeHistogram.ResetHint;
import java.util.Arrays;

/**
 * A native histogram to compute with. Immutable by agreement.
 *
 * @param negative by ascending index, and so by falling value
 * @param bounds upper bounds of a histogram with boundaries of its own; else empty
 */
@SuppressWarnings("ArrayRecordComponent")
public record FloatHistogram(
    ResetHint hint,
    int schema,
    double zeroThreshold,
    double zeroCount,
    double count,
    double sum,
    BucketRow positive,
    BucketRow negative,
    double[] bounds) {

  private static final double[] NO_BOUNDS = {};

  /** Exponential and custom buckets cannot be brought together. */
  public static final class IncompatibleException extends Exception {
    private static final long serialVersionUID = 1L;
  }

  public static FloatHistogram of(NativeHistogram histogram) {
    NativeHistogram.FloatCounts h = histogram.floats();
    return new FloatHistogram(
        h.resetHint(),
        h.schema(),
        h.zeroThreshold(),
        h.zeroCount(),
        h.count(),
        h.sum(),
        BucketRow.of(h.positiveSpans(), h.positiveCounts()),
        BucketRow.of(h.negativeSpans(), h.negativeCounts()),
        h.customBounds());
  }

  /** As answers carry it. */
  public NativeHistogram.FloatCounts toModel() {
    return new NativeHistogram.FloatCounts(
        hint,
        schema,
        zeroThreshold,
        zeroCount,
        count,
        sum,
        positive.spans(),
        positive.counts(),
        negative.spans(),
        negative.counts(),
        bounds);
  }

  /** Without empty buckets. */
  public FloatHistogram compact() {
    return withBuckets(zeroThreshold, zeroCount, positive.compact(), negative.compact());
  }

  public boolean isCustom() {
    return schema == NativeHistogram.CUSTOM_BUCKETS_SCHEMA;
  }

  public FloatHistogram withHint(ResetHint other) {
    return new FloatHistogram(
        other, schema, zeroThreshold, zeroCount, count, sum, positive, negative, bounds);
  }

  FloatHistogram withSchema(int other) {
    return new FloatHistogram(
        hint, other, zeroThreshold, zeroCount, count, sum, positive, negative, bounds);
  }

  FloatHistogram withBounds(double[] others) {
    return new FloatHistogram(
        hint, schema, zeroThreshold, zeroCount, count, sum, positive, negative, others);
  }

  FloatHistogram withBuckets(double threshold, double zeros, BucketRow above, BucketRow below) {
    return new FloatHistogram(hint, schema, threshold, zeros, count, sum, above, below, bounds);
  }

  /** Without a single observation, and with no more than the schema and bounds of this one. */
  public FloatHistogram emptied() {
    return new FloatHistogram(
        ResetHint.UNKNOWN, schema, 0, 0, 0, 0, BucketRow.NONE, BucketRow.NONE, bounds);
  }

  /** Nothing in every one of its buckets. */
  FloatHistogram zeros() {
    return new FloatHistogram(
        hint,
        schema,
        zeroThreshold,
        0,
        0,
        0,
        new BucketRow(positive.indexes(), new double[positive.size()]),
        new BucketRow(negative.indexes(), new double[negative.size()]),
        bounds);
  }

  public FloatHistogram times(double factor) {
    return new FloatHistogram(
        factor < 0 ? ResetHint.GAUGE : hint,
        schema,
        zeroThreshold,
        zeroCount * factor,
        count * factor,
        sum * factor,
        positive.times(factor),
        negative.times(factor),
        bounds);
  }

  /** By a number; a division by zero leaves no buckets but the one around zero. */
  public FloatHistogram dividedBy(double divisor) {
    boolean none = divisor == 0;
    return new FloatHistogram(
        divisor < 0 ? ResetHint.GAUGE : hint,
        schema,
        zeroThreshold,
        zeroCount / divisor,
        count / divisor,
        sum / divisor,
        none ? BucketRow.NONE : positive.dividedBy(divisor),
        none ? BucketRow.NONE : negative.dividedBy(divisor),
        bounds);
  }

  /** The same buckets with other totals. */
  public FloatHistogram withTotals(double newCount, double newSum) {
    return new FloatHistogram(
        hint, schema, zeroThreshold, zeroCount, newCount, newSum, positive, negative, bounds);
  }

  /**
   * The sum of both; a difference with factor −1.
   *
   * <p>What differs is reconciled first: the bucket around zero of both in their own buckets, and
   * then those. So what is taken into the bucket around zero may be part of a wider bucket too, if
   * that reaches further.
   */
  public FloatHistogram plus(FloatHistogram other, double factor) throws IncompatibleException {
    if (isCustom() != other.isCustom()) {
      throw new IncompatibleException();
    }
    return (isCustom() ? customPlus(other, factor) : exponentialPlus(other, factor))
        .withHint(hint(other))
        .withTotals(count + factor * other.count, sum + factor * other.sum);
  }

  private FloatHistogram customPlus(FloatHistogram other, double factor) {
    if (Arrays.equals(bounds, other.bounds)) {
      return withBuckets(
          zeroThreshold, zeroCount, positive.plus(other.positive, factor), BucketRow.NONE);
    }
    double[] common = CustomBounds.common(bounds, other.bounds);
    double[] counts = new double[common.length + 1];
    CustomBounds.add(positive, bounds, 1, common, counts);
    CustomBounds.add(other.positive, other.bounds, factor, common, counts);
    return withBuckets(zeroThreshold, zeroCount, BucketRow.dense(counts), BucketRow.NONE)
        .withBounds(common);
  }

  private FloatHistogram exponentialPlus(FloatHistogram other, double factor) {
    CommonZero zero = CommonZero.of(this, null, other);
    FloatHistogram one = zero.one();
    int coarsest = Math.min(schema, other.schema);
    double width = one.zeroThreshold;
    BucketRow above = other.positive.coarser(other.schema - coarsest);
    BucketRow below = other.negative.coarser(other.schema - coarsest);
    return one.withSchema(coarsest)
        .withBuckets(
            width,
            one.zeroCount + factor * zero.otherZeros(),
            one.positive
                .coarser(schema - coarsest)
                .plus(above.from(within(above, coarsest, width)), factor),
            one.negative
                .coarser(schema - coarsest)
                .plus(below.from(within(below, coarsest, width)), factor));
  }

  /** How many of the first buckets lie within a bucket around zero of this width. */
  static int within(BucketRow row, int schema, double width) {
    int n = 0;
    while (n < row.size() && HistogramBounds.exponential(schema, row.indexes()[n]) <= width) {
      n++;
    }
    return n;
  }

  /** Count and sum alone, as reading them for nothing else gives them. */
  public FloatHistogram statistics(ResetHint other) {
    return new FloatHistogram(
        other, schema, 0, 0, count, sum, BucketRow.NONE, BucketRow.NONE, NO_BOUNDS);
  }

  /** Whether any of its numbers has left the range of doubles. */
  public boolean overflows() {
    return Double.isInfinite(zeroCount)
        || Double.isInfinite(count)
        || Double.isInfinite(sum)
        || positive.overflows()
        || negative.overflows();
  }

  /** What is known of counter resets once both have been put together. */
  public ResetHint hint(FloatHistogram with) {
    ResetHint other = with.hint;
    if (hint == other) {
      return hint;
    }
    return hint == ResetHint.GAUGE || other == ResetHint.GAUGE
        ? ResetHint.GAUGE
        : ResetHint.UNKNOWN;
  }

  /** Whether one says that it has been reset, and the other that it has not. */
  public boolean collides(FloatHistogram other) {
    return (hint == ResetHint.RESET && other.hint == ResetHint.NO_RESET)
        || (hint == ResetHint.NO_RESET && other.hint == ResetHint.RESET);
  }

  /** Whether two custom histograms have different boundaries. */
  public boolean isMismatched(FloatHistogram other) {
    return isCustom() && other.isCustom() && !Arrays.equals(bounds, other.bounds);
  }

  public FloatHistogram toSchema(int coarser) {
    if (coarser == schema) {
      return this;
    }
    int levels = schema - coarser;
    return new FloatHistogram(
        hint,
        coarser,
        zeroThreshold,
        zeroCount,
        count,
        sum,
        positive.coarser(levels),
        negative.coarser(levels),
        bounds);
  }

  /** Upper bound of the bucket with this index. */
  public double bound(int index) {
    return isCustom()
        ? HistogramBounds.custom(bounds, index)
        : HistogramBounds.exponential(schema, index);
  }

  /** Whether it has been reset since an earlier one. */
  public boolean isResetSince(FloatHistogram before) {
    if (hint == ResetHint.RESET) {
      return true;
    }
    if (hint == ResetHint.NO_RESET) {
      return false;
    }
    if (count < before.count || isCustom() != before.isCustom()) {
      return true;
    }
    if (isCustom()) {
      return Arrays.equals(bounds, before.bounds)
          ? positive.fellSince(before.positive)
          : CustomBounds.fell(positive, bounds, before.positive, before.bounds);
    }
    if (schema > before.schema || zeroThreshold < before.zeroThreshold) {
      return true;
    }
    ZeroBucket zero = ZeroBucket.of(before, null, zeroThreshold);
    return zero.threshold() != zeroThreshold
        || zeroCount < zero.count()
        || fell(positive, before.positive.coarser(before.schema - schema))
        || fell(negative, before.negative.coarser(before.schema - schema));
  }

  /** Leaves out what lies within the bucket around zero. */
  private boolean fell(BucketRow now, BucketRow before) {
    return now.from(within(now, schema, zeroThreshold))
        .fellSince(before.from(within(before, schema, zeroThreshold)));
  }
}

package dev.pharos.query.promql.histogram;

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

  /** As answers carry it, without empty buckets. */
  public NativeHistogram.FloatCounts toModel() {
    BucketRow p = positive.compact();
    BucketRow n = negative.compact();
    return new NativeHistogram.FloatCounts(
        hint,
        schema,
        zeroThreshold,
        zeroCount,
        count,
        sum,
        p.spans(),
        p.counts(),
        n.spans(),
        n.counts(),
        bounds);
  }

  public boolean isCustom() {
    return schema == NativeHistogram.CUSTOM_BUCKETS_SCHEMA;
  }

  public FloatHistogram withHint(ResetHint other) {
    return new FloatHistogram(
        other, schema, zeroThreshold, zeroCount, count, sum, positive, negative, bounds);
  }

  /** Without a single observation, in the same buckets. */
  public FloatHistogram emptied() {
    return new FloatHistogram(
        hint, schema, zeroThreshold, 0, 0, 0, BucketRow.NONE, BucketRow.NONE, bounds);
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

  public FloatHistogram dividedBy(double divisor) {
    return new FloatHistogram(
        divisor < 0 ? ResetHint.GAUGE : hint,
        schema,
        zeroThreshold,
        zeroCount / divisor,
        count / divisor,
        sum / divisor,
        positive.dividedBy(divisor),
        negative.dividedBy(divisor),
        bounds);
  }

  /** The same buckets with other totals. */
  public FloatHistogram withTotals(double newCount, double newSum) {
    return new FloatHistogram(
        hint, schema, zeroThreshold, zeroCount, newCount, newSum, positive, negative, bounds);
  }

  /** Two histograms in the same buckets. */
  public record Aligned(FloatHistogram one, FloatHistogram other) {}

  /** Both in the finest buckets that they have in common. */
  public Aligned align(FloatHistogram other) throws IncompatibleException {
    if (isCustom() != other.isCustom()) {
      throw new IncompatibleException();
    }
    if (isCustom()) {
      if (Arrays.equals(bounds, other.bounds)) {
        return new Aligned(this, other);
      }
      double[] common = common(bounds, other.bounds);
      return new Aligned(rebound(common), other.rebound(common));
    }
    int coarsest = Math.min(schema, other.schema);
    FloatHistogram a = toSchema(coarsest);
    FloatHistogram b = other.toSchema(coarsest);
    while (a.zeroThreshold != b.zeroThreshold) {
      double wider = Math.max(a.zeroThreshold, b.zeroThreshold);
      a = a.widened(wider);
      b = b.widened(wider);
    }
    return new Aligned(a, b);
  }

  /** The sum of both; a difference with factor −1. */
  public FloatHistogram plus(FloatHistogram other, double factor) throws IncompatibleException {
    Aligned aligned = align(other);
    FloatHistogram a = aligned.one;
    FloatHistogram b = aligned.other;
    return new FloatHistogram(
        hint(other),
        a.schema,
        a.zeroThreshold,
        a.zeroCount + factor * b.zeroCount,
        a.count + factor * b.count,
        a.sum + factor * b.sum,
        a.positive.plus(b.positive, factor),
        a.negative.plus(b.negative, factor),
        a.bounds);
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

  private static double[] common(double[] one, double[] other) {
    return Arrays.stream(one).filter(bound -> Arrays.binarySearch(other, bound) >= 0).toArray();
  }

  /** With fewer boundaries, all of which it has. */
  public FloatHistogram rebound(double[] fewer) {
    BucketRow row =
        positive.mapped(
            index -> {
              if (index >= bounds.length) {
                return fewer.length;
              }
              int place = Arrays.binarySearch(fewer, bounds[index]);
              return place >= 0 ? place : -place - 1;
            });
    return new FloatHistogram(
        hint, schema, zeroThreshold, zeroCount, count, sum, row, negative, fewer);
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

  /** With a zero bucket at least so wide, and so wide that it cuts no bucket that is not empty. */
  public FloatHistogram widened(double threshold) {
    if (threshold <= zeroThreshold) {
      return this;
    }
    double width = threshold;
    int last = lastBelow(width);
    // A bucket that begins below the threshold is taken in whole, which may move the threshold.
    for (BucketRow row : new BucketRow[] {positive, negative}) {
      for (int i = 0; i < row.size(); i++) {
        if (row.counts()[i] != 0 && row.indexes()[i] == last && bound(last) > width) {
          width = bound(last);
        }
      }
    }
    return absorbing(width);
  }

  /** With a zero bucket of this width, into which all goes that ends within it. */
  public FloatHistogram absorbing(double width) {
    int last = lastBelow(width);
    int taken = bound(last) <= width ? last : last - 1;
    double zeros = zeroCount + upTo(positive, taken) + upTo(negative, taken);
    return new FloatHistogram(
        hint,
        schema,
        width,
        zeros,
        count,
        sum,
        positive.above(taken),
        negative.above(taken),
        bounds);
  }

  private static double upTo(BucketRow row, int index) {
    double counts = 0;
    for (int i = 0; i < row.size() && row.indexes()[i] <= index; i++) {
      counts += row.counts()[i];
    }
    return counts;
  }

  /** Index of the last bucket that begins below a value. */
  private int lastBelow(double value) {
    int index = (int) Math.ceil(GoMath.log2(value) * Math.scalb(1.0, schema));
    while (bound(index) < value) {
      index++;
    }
    while (bound(index - 1) >= value) {
      index--;
    }
    return index;
  }

  /** Upper bound of the bucket with this index. */
  public double bound(int index) {
    if (isCustom()) {
      return index < 0
          ? Double.NEGATIVE_INFINITY
          : index < bounds.length ? bounds[index] : Double.POSITIVE_INFINITY;
    }
    return Buckets.exponential(schema, index);
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
      double[] common = common(bounds, before.bounds);
      return rebound(common).positive.fellSince(before.rebound(common).positive);
    }
    if (schema > before.schema || zeroThreshold < before.zeroThreshold) {
      return true;
    }
    FloatHistogram widened = before.widened(zeroThreshold);
    if (widened.zeroThreshold != zeroThreshold || zeroCount < widened.zeroCount) {
      return true;
    }
    FloatHistogram coarser = widened.toSchema(schema);
    return positive.fellSince(coarser.positive) || negative.fellSince(coarser.negative);
  }
}

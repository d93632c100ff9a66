package dev.pharos.query.promql.histogram;

import dev.pharos.model.NativeHistogram;
import java.util.Arrays;

/** Whether two native histograms are the same. */
public final class HistogramEquality {

  private HistogramEquality() {}

  /**
   * Whether both have the same buckets, the empty ones among them, and the same in each.
   *
   * <p>What is computed has no empty buckets, and so may differ from what is stored though both
   * tell the same.
   */
  public static boolean equal(NativeHistogram one, NativeHistogram other) {
    return equal(FloatHistogram.of(one), FloatHistogram.of(other));
  }

  /** Whether both tell the same, whatever empty buckets there are. */
  public static boolean tellTheSame(NativeHistogram one, NativeHistogram other) {
    return equal(FloatHistogram.of(one).compact(), FloatHistogram.of(other).compact());
  }

  private static boolean equal(FloatHistogram a, FloatHistogram b) {
    return a.schema() == b.schema()
        && same(a.sum(), b.sum())
        && same(a.count(), b.count())
        && a.zeroThreshold() == b.zeroThreshold()
        && same(a.zeroCount(), b.zeroCount())
        && Arrays.equals(a.bounds(), b.bounds())
        && equal(a.positive(), b.positive())
        && equal(a.negative(), b.negative());
  }

  /** Zeros of either sign are two things here; whatever is no number is one. */
  private static boolean same(double a, double b) {
    return Double.doubleToLongBits(a) == Double.doubleToLongBits(b);
  }

  private static boolean equal(BucketRow a, BucketRow b) {
    return Arrays.equals(a.indexes(), b.indexes()) && Arrays.equals(a.counts(), b.counts());
  }

  public static double count(NativeHistogram histogram) {
    return switch (histogram) {
      case NativeHistogram.Counts counts -> counts.count();
      case NativeHistogram.FloatCounts counts -> counts.count();
    };
  }
}

package dev.pharos.query.promql.histogram;

import dev.pharos.model.NativeHistogram;
import java.util.Arrays;

/** Whether two native histograms hold the same observations in the same buckets. */
public final class HistogramEquality {

  private HistogramEquality() {}

  public static boolean equal(NativeHistogram one, NativeHistogram other) {
    FloatHistogram a = FloatHistogram.of(one);
    FloatHistogram b = FloatHistogram.of(other);
    return a.schema() == b.schema()
        && same(a.sum(), b.sum())
        && same(a.count(), b.count())
        && a.zeroThreshold() == b.zeroThreshold()
        && same(a.zeroCount(), b.zeroCount())
        && Arrays.equals(a.bounds(), b.bounds())
        && equal(a.positive().compact(), b.positive().compact())
        && equal(a.negative().compact(), b.negative().compact());
  }

  private static boolean same(double a, double b) {
    return a == b || (Double.isNaN(a) && Double.isNaN(b));
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

package dev.pharos.query.promql;

import dev.pharos.model.NativeHistogram;
import java.util.Arrays;

/** Whether two native histograms hold the same observations in the same buckets. */
final class HistogramEquality {

  private HistogramEquality() {}

  static boolean equal(NativeHistogram one, NativeHistogram other) {
    return one.schema() == other.schema()
        && Double.compare(one.sum(), other.sum()) == 0
        && count(one) == count(other)
        && one.zeroThreshold() == other.zeroThreshold()
        && zeroCount(one) == zeroCount(other)
        && Arrays.equals(one.positiveSpans(), other.positiveSpans())
        && Arrays.equals(one.negativeSpans(), other.negativeSpans())
        && Arrays.equals(one.customBounds(), other.customBounds())
        && Arrays.equals(positive(one), positive(other))
        && Arrays.equals(negative(one), negative(other));
  }

  static double count(NativeHistogram histogram) {
    return switch (histogram) {
      case NativeHistogram.Counts counts -> counts.count();
      case NativeHistogram.FloatCounts counts -> counts.count();
    };
  }

  private static double zeroCount(NativeHistogram histogram) {
    return switch (histogram) {
      case NativeHistogram.Counts counts -> counts.zeroCount();
      case NativeHistogram.FloatCounts counts -> counts.zeroCount();
    };
  }

  private static double[] positive(NativeHistogram histogram) {
    return switch (histogram) {
      case NativeHistogram.Counts counts ->
          Arrays.stream(counts.positiveCounts()).asDoubleStream().toArray();
      case NativeHistogram.FloatCounts counts -> counts.positiveCounts();
    };
  }

  private static double[] negative(NativeHistogram histogram) {
    return switch (histogram) {
      case NativeHistogram.Counts counts ->
          Arrays.stream(counts.negativeCounts()).asDoubleStream().toArray();
      case NativeHistogram.FloatCounts counts -> counts.negativeCounts();
    };
  }
}

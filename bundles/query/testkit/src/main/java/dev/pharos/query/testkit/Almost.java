package dev.pharos.query.testkit;

import dev.pharos.model.NativeHistogram.FloatCounts;
import dev.pharos.model.NativeHistogram.Span;
import dev.pharos.model.StaleNaN;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeSet;

/** Equality of samples up to a millionth, which leaves room for rounding. */
final class Almost {

  private static final double TOLERANCE = 1e-6;

  private Almost() {}

  static boolean equal(Point expected, Point found) {
    FloatCounts a = expected.histogram();
    FloatCounts b = found.histogram();
    if (a != null && b != null) {
      return (!expected.hinted() || a.resetHint() == b.resetHint()) && equal(a, b);
    }
    return a == null && b == null && equal(expected.value(), found.value());
  }

  static boolean equal(double a, double b) {
    if (StaleNaN.is(a) || StaleNaN.is(b)) {
      return StaleNaN.is(a) == StaleNaN.is(b);
    }
    if (a == b || (Double.isNaN(a) && Double.isNaN(b))) {
      return true;
    }
    double sum = Math.abs(a) + Math.abs(b);
    double difference = Math.abs(a - b);
    return (a == 0 || b == 0 || sum < Double.MIN_NORMAL)
        ? difference < TOLERANCE * Double.MIN_NORMAL
        : difference / Math.min(sum, Double.MAX_VALUE) < TOLERANCE;
  }

  private static boolean equal(FloatCounts a, FloatCounts b) {
    return a.schema() == b.schema()
        && equal(a.count(), b.count())
        && equal(a.sum(), b.sum())
        && equal(a.zeroCount(), b.zeroCount())
        && equal(a.zeroThreshold(), b.zeroThreshold())
        && Arrays.equals(a.customBounds(), b.customBounds())
        && equal(a.positiveSpans(), a.positiveCounts(), b.positiveSpans(), b.positiveCounts())
        && equal(a.negativeSpans(), a.negativeCounts(), b.negativeSpans(), b.negativeCounts());
  }

  private static boolean equal(Span[] one, double[] counts, Span[] other, double[] others) {
    SortedMap<Integer, Double> a = HistogramNotation.buckets(one, counts);
    SortedMap<Integer, Double> b = HistogramNotation.buckets(other, others);
    TreeSet<Integer> indexes = new TreeSet<>(a.keySet());
    indexes.addAll(b.keySet());
    return indexes.stream()
        .allMatch(index -> equal(a.getOrDefault(index, 0.0), b.getOrDefault(index, 0.0)));
  }
}

package dev.pharos.storage.tsdb.chunk;

import dev.pharos.model.NativeHistogram;
import dev.pharos.model.NativeHistogram.Counts;
import dev.pharos.model.NativeHistogram.FloatCounts;
import dev.pharos.model.NativeHistogram.Span;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a histogram says, apart from how its spans are cut and which empty buckets it lists, and
 * apart from its hint. Equal if two say the same.
 */
record Plain(
    boolean floats,
    int schema,
    long zeroThreshold,
    double zeroCount,
    double count,
    long sum,
    SortedMap<Integer, Double> positive,
    SortedMap<Integer, Double> negative,
    List<Double> bounds) {

  static Plain of(NativeHistogram histogram) {
    List<Double> bounds = new ArrayList<>();
    for (double bound : histogram.customBounds()) {
      bounds.add(bound);
    }
    return switch (histogram) {
      case Counts of ->
          new Plain(
              false,
              of.schema(),
              Double.doubleToRawLongBits(of.zeroThreshold()),
              of.zeroCount(),
              of.count(),
              Double.doubleToRawLongBits(of.sum()),
              buckets(of.positiveSpans(), doubles(of.positiveCounts())),
              buckets(of.negativeSpans(), doubles(of.negativeCounts())),
              bounds);
      case FloatCounts of ->
          new Plain(
              true,
              of.schema(),
              Double.doubleToRawLongBits(of.zeroThreshold()),
              of.zeroCount(),
              of.count(),
              Double.doubleToRawLongBits(of.sum()),
              buckets(of.positiveSpans(), of.positiveCounts()),
              buckets(of.negativeSpans(), of.negativeCounts()),
              bounds);
    };
  }

  private static double[] doubles(long[] counts) {
    double[] doubles = new double[counts.length];
    for (int i = 0; i < counts.length; i++) {
      doubles[i] = counts[i];
    }
    return doubles;
  }

  private static SortedMap<Integer, Double> buckets(Span[] spans, double[] counts) {
    SortedMap<Integer, Double> buckets = new TreeMap<>();
    int index = 0;
    int at = 0;
    for (Span span : spans) {
      index += span.offset();
      for (int i = 0; i < span.length(); i++) {
        if (counts[at] != 0) {
          buckets.put(index, counts[at]);
        }
        at++;
        index++;
      }
    }
    return buckets;
  }

  /** Whether a counter that said what {@code before} did may say this without having been reset. */
  boolean follows(Plain before) {
    return count >= before.count
        && zeroCount >= before.zeroCount
        && noneLess(before.positive, positive)
        && noneLess(before.negative, negative);
  }

  private static boolean noneLess(
      SortedMap<Integer, Double> before, SortedMap<Integer, Double> now) {
    return before.entrySet().stream()
        .allMatch(bucket -> now.getOrDefault(bucket.getKey(), 0.0) >= bucket.getValue());
  }

  Plain {
    positive = Collections.unmodifiableSortedMap(positive);
    negative = Collections.unmodifiableSortedMap(negative);
    bounds = List.copyOf(bounds);
  }
}

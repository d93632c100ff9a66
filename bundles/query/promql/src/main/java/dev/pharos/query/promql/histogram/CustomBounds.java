package dev.pharos.query.promql.histogram;

import java.util.Arrays;

/** Histograms with boundaries of their own, brought to those that two of them have in common. */
final class CustomBounds {

  private CustomBounds() {}

  /** The bounds that both have. */
  static double[] common(double[] one, double[] other) {
    return Arrays.stream(one).filter(bound -> Arrays.binarySearch(other, bound) >= 0).toArray();
  }

  /** Where the bucket with this index among {@code bounds} belongs among fewer of them. */
  static int place(double[] bounds, int index, double[] fewer) {
    if (index >= bounds.length) {
      return fewer.length;
    }
    int place = Arrays.binarySearch(fewer, bounds[index]);
    return place >= 0 ? place : -place - 1;
  }

  /** Adds the counts of a row, times a factor, to those in the buckets of fewer bounds. */
  static void add(BucketRow row, double[] bounds, double factor, double[] fewer, double[] counts) {
    for (int i = 0; i < row.size(); i++) {
      counts[place(bounds, row.indexes()[i], fewer)] += factor * row.counts()[i];
    }
  }

  /** Whether there is less in any bucket of the common bounds than before. */
  static boolean fell(BucketRow now, double[] bounds, BucketRow before, double[] boundsBefore) {
    double[] fewer = common(bounds, boundsBefore);
    double[] counts = new double[fewer.length + 1];
    double[] countsBefore = new double[fewer.length + 1];
    add(now, bounds, 1, fewer, counts);
    add(before, boundsBefore, 1, fewer, countsBefore);
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] < countsBefore[i]) {
        return true;
      }
    }
    return false;
  }
}

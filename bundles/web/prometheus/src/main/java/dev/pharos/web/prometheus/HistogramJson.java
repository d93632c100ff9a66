package dev.pharos.web.prometheus;

import dev.pharos.model.HistogramBounds;
import dev.pharos.model.NativeHistogram;
import dev.pharos.model.NativeHistogram.Span;
import java.io.IOException;
import java.util.Arrays;

/**
 * Writes native histograms: count, sum, and the buckets that are not empty, lowest first. None
 * reaches into the bucket around zero, which is left out if it holds less than nothing.
 */
final class HistogramJson {

  /** How the bounds of a bucket belong to it. */
  private static final int OPEN_LEFT = 0;

  private static final int OPEN_RIGHT = 1;
  private static final int CLOSED_BOTH = 3;

  private HistogramJson() {}

  static void write(JsonBytes out, NativeHistogram histogram) throws IOException {
    double count =
        switch (histogram) {
          case NativeHistogram.Counts h -> h.count();
          case NativeHistogram.FloatCounts h -> h.count();
        };
    double zeros =
        switch (histogram) {
          case NativeHistogram.Counts h -> h.zeroCount();
          case NativeHistogram.FloatCounts h -> h.zeroCount();
        };
    double[] positive =
        switch (histogram) {
          case NativeHistogram.Counts h ->
              Arrays.stream(h.positiveCounts()).asDoubleStream().toArray();
          case NativeHistogram.FloatCounts h -> h.positiveCounts();
        };
    double[] negative =
        switch (histogram) {
          case NativeHistogram.Counts h ->
              Arrays.stream(h.negativeCounts()).asDoubleStream().toArray();
          case NativeHistogram.FloatCounts h -> h.negativeCounts();
        };
    out.beginObject();
    out.name("count").number(count);
    out.name("sum").number(histogram.sum());
    boolean any = zeros > 0 || hasCounts(positive) || hasCounts(negative);
    if (any) {
      out.name("buckets").beginArray();
      writeNegative(out, histogram, negative);
      if (zeros > 0) {
        double width = histogram.zeroThreshold();
        bucket(out, CLOSED_BOTH, -width, width, zeros);
      }
      writePositive(out, histogram, positive);
      out.endArray();
    }
    out.endObject();
  }

  private static boolean hasCounts(double[] counts) {
    return Arrays.stream(counts).anyMatch(count -> count != 0);
  }

  private static void writePositive(JsonBytes out, NativeHistogram histogram, double[] counts)
      throws IOException {
    int index = 0;
    int i = 0;
    for (Span span : histogram.positiveSpans()) {
      index += span.offset();
      for (int n = 0; n < span.length(); n++, index++, i++) {
        if (counts[i] != 0) {
          boolean first = histogram.schema() == NativeHistogram.CUSTOM_BUCKETS_SCHEMA && index == 0;
          double low = HistogramBounds.upper(histogram, index - 1);
          double width = histogram.zeroThreshold();
          low = low > 0 && low < width ? width : low;
          bucket(
              out,
              first ? CLOSED_BOTH : OPEN_LEFT,
              low,
              HistogramBounds.upper(histogram, index),
              counts[i]);
        }
      }
    }
  }

  private static void writeNegative(JsonBytes out, NativeHistogram histogram, double[] counts)
      throws IOException {
    int[] indexes = new int[counts.length];
    int index = 0;
    int i = 0;
    for (Span span : histogram.negativeSpans()) {
      index += span.offset();
      for (int n = 0; n < span.length(); n++) {
        indexes[i++] = index++;
      }
    }
    for (int b = i - 1; b >= 0; b--) {
      if (counts[b] != 0) {
        double low = -HistogramBounds.upper(histogram, indexes[b]);
        double high = -HistogramBounds.upper(histogram, indexes[b] - 1);
        double width = histogram.zeroThreshold();
        high = high < 0 && high > -width ? -width : high;
        bucket(out, OPEN_RIGHT, low, high, counts[b]);
      }
    }
  }

  private static void bucket(JsonBytes out, int rule, double low, double high, double count)
      throws IOException {
    out.beginArray();
    out.value((long) rule);
    out.number(low);
    out.number(high);
    out.number(count);
    out.endArray();
  }
}

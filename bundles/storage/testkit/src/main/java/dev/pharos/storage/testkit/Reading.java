package dev.pharos.storage.testkit;

import dev.pharos.identity.api.Access;
import dev.pharos.model.Labels;
import dev.pharos.model.Matcher;
import dev.pharos.model.NativeHistogram;
import dev.pharos.model.TimeRange;
import dev.pharos.storage.api.SampleCursor;
import dev.pharos.storage.api.SampleCursor.Kind;
import dev.pharos.storage.api.SeriesReader;
import dev.pharos.storage.api.SeriesSet;
import dev.pharos.storage.api.StorageException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;

/**
 * Reads series as texts, one per sample, so that a failed comparison shows what differs: a NaN is
 * told with its bits, a histogram with all that it holds.
 */
public final class Reading {

  private Reading() {}

  /** All samples of the series a select finds, in the order in which they came. */
  public static Map<Labels, List<String>> all(
      SeriesReader reader, Access access, TimeRange range, Matcher... matchers)
      throws StorageException {
    try (SeriesSet set = reader.select(access, range, List.of(matchers))) {
      return all(set);
    }
  }

  /** All samples of a set. */
  public static Map<Labels, List<String>> all(SeriesSet set) throws StorageException {
    Map<Labels, List<String>> found = new LinkedHashMap<>();
    while (set.next()) {
      if (found.put(set.labels(), samples(set.samples())) != null) {
        throw new AssertionError("the series " + set.labels() + " came twice");
      }
    }
    return found;
  }

  /** The samples that are left on a cursor. */
  public static List<String> samples(SampleCursor cursor) throws StorageException {
    List<String> samples = new ArrayList<>();
    for (Kind kind = cursor.next(); kind != Kind.END; kind = cursor.next()) {
      samples.add(current(cursor, kind));
    }
    return samples;
  }

  /** The current sample of a cursor. */
  public static String current(SampleCursor cursor, Kind kind) {
    return switch (kind) {
      case VALUE -> value(cursor.timestampMillis(), cursor.value());
      case HISTOGRAM -> histogram(cursor.timestampMillis(), cursor.histogram());
      case END -> "end";
    };
  }

  /** A value as it is read. */
  public static String value(long timestampMillis, double value) {
    String text =
        Double.isNaN(value)
            ? "NaN " + Long.toHexString(Double.doubleToRawLongBits(value))
            : Double.toString(value);
    return timestampMillis + " " + text;
  }

  /**
   * A histogram as it is read: with the buckets that hold something, as a storage may add empty
   * ones, and without what is told of counter resets, as that depends on where chunks begin.
   */
  public static String histogram(long timestampMillis, NativeHistogram histogram) {
    String counts =
        switch (histogram) {
          case NativeHistogram.Counts h ->
              "counts "
                  + h.count()
                  + " zero "
                  + h.zeroCount()
                  + buckets(h.positiveSpans(), i -> (double) h.positiveCounts()[i])
                  + buckets(h.negativeSpans(), i -> (double) h.negativeCounts()[i]);
          case NativeHistogram.FloatCounts h ->
              "floats "
                  + h.count()
                  + " zero "
                  + h.zeroCount()
                  + buckets(h.positiveSpans(), i -> h.positiveCounts()[i])
                  + buckets(h.negativeSpans(), i -> h.negativeCounts()[i]);
        };
    return timestampMillis
        + " "
        + counts
        + " sum "
        + value(0, histogram.sum()).substring(2)
        + " schema "
        + histogram.schema()
        + " threshold "
        + histogram.zeroThreshold()
        + (histogram.resetHint() == NativeHistogram.ResetHint.GAUGE ? " gauge" : "")
        + Arrays.toString(histogram.customBounds());
  }

  /** Index and count of each bucket that holds something. */
  private static String buckets(NativeHistogram.Span[] spans, IntToDoubleFunction counts) {
    StringBuilder text = new StringBuilder("[");
    int index = 0;
    int place = 0;
    for (NativeHistogram.Span span : spans) {
      index += span.offset();
      for (int i = 0; i < span.length(); i++) {
        double count = counts.applyAsDouble(place);
        if (count != 0) {
          text.append(text.length() > 1 ? ", " : "").append(index).append(": ").append(count);
        }
        index++;
        place++;
      }
    }
    return text.append(']').toString();
  }
}

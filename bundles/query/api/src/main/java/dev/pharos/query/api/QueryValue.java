package dev.pharos.query.api;

import dev.pharos.model.Labels;
import dev.pharos.model.NativeHistogram;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a query can evaluate to. Arrays are shared, not copied: readers do not change them. */
public sealed interface QueryValue {

  /** A number without labels. */
  record Scalar(long timestampMillis, double value) implements QueryValue {}

  record Text(long timestampMillis, String text) implements QueryValue {}

  /** One sample per series, all at one instant. */
  record Vector(List<Element> elements) implements QueryValue {}

  /**
   * A series at an instant.
   *
   * @param value the value; meaningless if there is a histogram
   * @param histogram the histogram, or null for a value
   */
  record Element(
      Labels labels, long timestampMillis, double value, @Nullable NativeHistogram histogram) {}

  /** Samples over time per series, sorted by labels. */
  record Matrix(List<Series> series) implements QueryValue {}

  /**
   * A series over time.
   *
   * @param timestampsMillis instants of the values, ascending
   * @param values one for each timestamp
   * @param histogramTimestampsMillis instants of the histograms, ascending
   * @param histograms one for each of these timestamps
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Series(
      Labels labels,
      long[] timestampsMillis,
      double[] values,
      long[] histogramTimestampsMillis,
      NativeHistogram[] histograms) {}
}

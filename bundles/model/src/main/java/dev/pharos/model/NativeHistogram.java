package dev.pharos.model;

import java.util.Arrays;

/**
 * A histogram whose buckets follow from a schema, so that it is one sample and not many series.
 *
 * <p>Schemas −4 to 8 are exponential: bucket {@code i} ends at {@code 2^(i · 2^−schema)}. Schema
 * −53 has {@linkplain #customBounds boundaries of its own}. Buckets are sparse: {@linkplain Span
 * spans} say which are there, and the counts stand in their order. Float counts arise where
 * histograms are computed; integer counts, as instrumented code makes them, are told absolutely
 * here and not as differences.
 *
 * <p>Arrays are shared, not copied: neither the maker nor a reader may change them.
 */
public sealed interface NativeHistogram {

  /** The schema whose boundaries are listed by {@link #customBounds}. */
  int CUSTOM_BUCKETS_SCHEMA = -53;

  /** What is known of a counter reset between this sample and the one before. */
  enum ResetHint {
    UNKNOWN,
    RESET,
    NO_RESET,
    GAUGE
  }

  /**
   * A run of buckets.
   *
   * @param offset empty buckets since the end of the run before; for the first run, the index of
   *     its first bucket
   * @param length number of buckets in the run
   */
  record Span(int offset, int length) {}

  ResetHint resetHint();

  int schema();

  /** Width of the bucket around zero: observations with an absolute value up to this. */
  double zeroThreshold();

  /** Sum of the observed values. */
  double sum();

  Span[] positiveSpans();

  Span[] negativeSpans();

  /** Upper bounds in ascending order for {@link #CUSTOM_BUCKETS_SCHEMA}; else empty. */
  double[] customBounds();

  /** The same histogram with float counts. */
  default FloatCounts floats() {
    return switch (this) {
      case FloatCounts floats -> floats;
      case Counts h ->
          new FloatCounts(
              h.resetHint(),
              h.schema(),
              h.zeroThreshold(),
              h.zeroCount(),
              h.count(),
              h.sum(),
              h.positiveSpans(),
              Arrays.stream(h.positiveCounts()).asDoubleStream().toArray(),
              h.negativeSpans(),
              Arrays.stream(h.negativeCounts()).asDoubleStream().toArray(),
              h.customBounds());
    };
  }

  /** A histogram with integer counts. */
  @SuppressWarnings("ArrayRecordComponent")
  record Counts(
      ResetHint resetHint,
      int schema,
      double zeroThreshold,
      long zeroCount,
      long count,
      double sum,
      Span[] positiveSpans,
      long[] positiveCounts,
      Span[] negativeSpans,
      long[] negativeCounts,
      double[] customBounds)
      implements NativeHistogram {}

  /** A histogram with float counts. */
  @SuppressWarnings("ArrayRecordComponent")
  record FloatCounts(
      ResetHint resetHint,
      int schema,
      double zeroThreshold,
      double zeroCount,
      double count,
      double sum,
      Span[] positiveSpans,
      double[] positiveCounts,
      Span[] negativeSpans,
      double[] negativeCounts,
      double[] customBounds)
      implements NativeHistogram {}
}

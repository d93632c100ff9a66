package dev.pharos.query.testkit;

import dev.pharos.model.NativeHistogram;
import dev.pharos.model.NativeHistogram.FloatCounts;
import dev.pharos.model.NativeHistogram.ResetHint;
import dev.pharos.model.StaleNaN;
import java.util.Arrays;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What is known of counter resets once histograms have been through chunks, as those of the
 * original's tests have been: within a chunk there is none, and of the first of a chunk nothing is
 * known, for a reset begins a new one.
 *
 * <p>Made for one series; takes its samples in the order of time.
 */
final class ChunkHints {

  private static final long CHUNK_MILLIS = 86_400_000;

  private @Nullable FloatCounts before;
  private long chunkDay;

  /** The histogram with the hint that a reader would find. */
  FloatCounts next(long timestampMillis, FloatCounts histogram) {
    FloatCounts last = before;
    before = histogram;
    if (StaleNaN.is(histogram.sum())) {
      return histogram;
    }
    long day = Math.floorDiv(timestampMillis, CHUNK_MILLIS);
    boolean sameChunk = last != null && day == chunkDay && follows(last, histogram);
    chunkDay = day;
    if (histogram.resetHint() == ResetHint.GAUGE) {
      return histogram;
    }
    return withHint(histogram, sameChunk ? ResetHint.NO_RESET : ResetHint.UNKNOWN);
  }

  /** A plain value ends the chunk. */
  void value() {
    before = null;
  }

  /** Whether a histogram can stand in the chunk of the one before it. */
  private static boolean follows(FloatCounts before, FloatCounts h) {
    if (StaleNaN.is(before.sum()) || h.resetHint() == ResetHint.RESET) {
      return false;
    }
    if ((before.resetHint() == ResetHint.GAUGE) != (h.resetHint() == ResetHint.GAUGE)) {
      return false;
    }
    return h.schema() == before.schema()
        && h.zeroThreshold() == before.zeroThreshold()
        && Arrays.equals(h.customBounds(), before.customBounds())
        && h.count() >= before.count()
        && h.zeroCount() >= before.zeroCount()
        && grew(
            HistogramNotation.buckets(before.positiveSpans(), before.positiveCounts()),
            HistogramNotation.buckets(h.positiveSpans(), h.positiveCounts()))
        && grew(
            HistogramNotation.buckets(before.negativeSpans(), before.negativeCounts()),
            HistogramNotation.buckets(h.negativeSpans(), h.negativeCounts()));
  }

  private static boolean grew(SortedMap<Integer, Double> before, SortedMap<Integer, Double> now) {
    return before.entrySet().stream()
        .allMatch(bucket -> now.getOrDefault(bucket.getKey(), 0.0) >= bucket.getValue());
  }

  private static FloatCounts withHint(FloatCounts h, NativeHistogram.ResetHint hint) {
    return new FloatCounts(
        hint,
        h.schema(),
        h.zeroThreshold(),
        h.zeroCount(),
        h.count(),
        h.sum(),
        h.positiveSpans(),
        h.positiveCounts(),
        h.negativeSpans(),
        h.negativeCounts(),
        h.customBounds());
  }
}

package dev.pharos.storage.tsdb.chunk;

import dev.pharos.model.NativeHistogram.Counts;
import dev.pharos.model.NativeHistogram.FloatCounts;
import dev.pharos.model.NativeHistogram.ResetHint;
import dev.pharos.model.NativeHistogram.Span;

/** Stale markers among histograms: nothing of them counts but the sum. */
final class StaleHistograms {

  private static final Span[] NO_SPANS = {};

  private StaleHistograms() {}

  static Counts counts(double sum) {
    return new Counts(
        ResetHint.UNKNOWN,
        0,
        0,
        0,
        0,
        sum,
        NO_SPANS,
        new long[0],
        NO_SPANS,
        new long[0],
        new double[0]);
  }

  static FloatCounts floats(double sum) {
    return new FloatCounts(
        ResetHint.UNKNOWN,
        0,
        0,
        0,
        0,
        sum,
        NO_SPANS,
        new double[0],
        NO_SPANS,
        new double[0],
        new double[0]);
  }
}

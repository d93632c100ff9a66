package dev.pharos.storage.tsdb.chunk;

import dev.pharos.model.NativeHistogram;
import dev.pharos.model.NativeHistogram.ResetHint;

/** Stale markers among histograms: nothing of them counts but the sum. */
final class StaleHistograms {

  private StaleHistograms() {}

  static NativeHistogram of(boolean floats, double sum) {
    return floats
        ? HistogramLayout.NONE.floatCounts(
            ResetHint.UNKNOWN, 0, 0, sum, new double[0], new double[0])
        : HistogramLayout.NONE.counts(ResetHint.UNKNOWN, 0, 0, sum, new long[0], new long[0]);
  }
}

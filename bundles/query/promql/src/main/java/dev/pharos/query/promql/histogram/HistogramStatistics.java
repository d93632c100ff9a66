package dev.pharos.query.promql.histogram;

import dev.pharos.model.NativeHistogram;
import dev.pharos.model.NativeHistogram.ResetHint;
import dev.pharos.model.StaleNaN;
import org.jspecify.annotations.Nullable;

/**
 * Histograms of which only count and sum are asked for: buckets are left out, and whether there was
 * a reset since the sample before is found while they are still there.
 *
 * <p>Made for one series; takes its histograms in the order of time.
 */
public final class HistogramStatistics {

  private @Nullable FloatHistogram before;

  public NativeHistogram of(NativeHistogram histogram) {
    FloatHistogram now = FloatHistogram.of(histogram);
    if (StaleNaN.is(histogram.sum())) {
      // What follows is compared with what was there before.
      return now.statistics(now.hint()).toModel();
    }
    FloatHistogram last = before;
    before = now;
    ResetHint hint = now.hint();
    if (hint == ResetHint.UNKNOWN && last != null) {
      hint = now.isResetSince(last) ? ResetHint.RESET : ResetHint.NO_RESET;
    }
    return now.statistics(hint).toModel();
  }

  /** Forgets the sample before, since others have been skipped. */
  public void skip() {
    before = null;
  }

  /** The histogram without what is known of resets before it. */
  public static NativeHistogram withoutResets(NativeHistogram histogram) {
    return switch (histogram.resetHint()) {
      case UNKNOWN, GAUGE -> histogram;
      case RESET, NO_RESET -> FloatHistogram.of(histogram).withHint(ResetHint.UNKNOWN).toModel();
    };
  }
}

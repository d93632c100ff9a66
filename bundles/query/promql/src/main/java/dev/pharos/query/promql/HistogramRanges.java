package dev.pharos.query.promql;

/**
 * Functions of ranges that hold native histograms.
 *
 * <p>What is not computed yet gives no result and a warning that says so.
 */
final class HistogramRanges {

  private HistogramRanges() {}

  static double sum(Window w) {
    return mixedOrMissing(w, "sum_over_time");
  }

  static double avg(Window w) {
    return mixedOrMissing(w, "avg_over_time");
  }

  static double extrapolated(Window w, boolean counter, boolean perSecond) {
    if (w.histogramCount() < 2) {
      return Column.ABSENT;
    }
    return missing(w, perSecond ? "rate" : counter ? "increase" : "delta");
  }

  /** A range that is anchored or smoothed. */
  static double extended(Window w) {
    return mixedOrMissing(w, "anchored and smoothed ranges");
  }

  static double instant(Window w, boolean counter) {
    return mixedOrMissing(w, counter ? "irate" : "idelta");
  }

  /** 1 if a histogram differs from the one before it, or has been reset since. */
  static int steps(Window w, int index, boolean resets) {
    if (resets) {
      missing(w, "resets");
      return 0;
    }
    return HistogramEquality.equal(w.histogram(index - 1), w.histogram(index)) ? 0 : 1;
  }

  private static double mixedOrMissing(Window w, String function) {
    if (w.isMixed()) {
      w.annotations().mixedFloatsAndHistograms(w.metric(), w.at());
      return Column.ABSENT;
    }
    return missing(w, function);
  }

  private static double missing(Window w, String function) {
    w.annotations().nativeHistogramsNotYet(function, w.at());
    return Column.ABSENT;
  }
}

package dev.pharos.query.promql;

import dev.pharos.query.syntax.Expr.Extension;
import dev.pharos.query.syntax.Function;

/**
 * Functions of a range that samples beside it take part in: the last one before it stands at its
 * start, or values at both ends are interpolated. Nothing is extrapolated then.
 */
final class ExtendedRange {

  private ExtendedRange() {}

  /** The function as it is for an extension of the range. */
  static RangeFunction of(Function function, RangeFunction plain, Extension extension) {
    boolean smoothed = extension == Extension.SMOOTHED;
    return switch (extension) {
      case NONE -> plain;
      case ANCHORED, SMOOTHED ->
          switch (function) {
            case RATE -> w -> perSecond(increase(w, smoothed, true), w);
            case INCREASE -> w -> increase(w, smoothed, true);
            case DELTA -> w -> increase(w, smoothed, false);
            default -> w -> anchored(w, plain);
          };
    };
  }

  private static double perSecond(double increase, Window w) {
    return Column.isAbsent(increase) ? increase : increase / w.rangeSeconds();
  }

  private static double anchored(Window w, RangeFunction plain) {
    if (w.isEmpty()) {
      return Column.ABSENT;
    }
    w.reachBack();
    double result = plain.apply(w);
    w.letGo();
    return result;
  }

  private static double increase(Window w, boolean smoothed, boolean counter) {
    if (w.histogramCount() > 0) {
      return HistogramRanges.extended(w);
    }
    if (counter && w.size() > 0) {
      Rates.warnOfNonCounter(w);
    }
    int before = w.before();
    int after = smoothed ? w.after() : -1;
    if (w.size() == 0 && (before < 0 || after < 0)) {
      return Column.ABSENT;
    }
    SampleBuffer samples = w.surroundings();
    double left = left(w, samples, before, smoothed, counter);
    double right =
        after >= 0 && after > 0 && samples.time(after - 1) < w.endMillis() && reaches(w, before)
            ? between(samples, after - 1, w.endMillis(), counter)
            : w.last();
    double increase = right - left;
    if (counter) {
      increase += lostInResets(w, left, right);
    }
    return increase;
  }

  /** Whether the sample before the end is the window's own or near enough. */
  private static boolean reaches(Window w, int before) {
    return w.size() > 0 || before >= 0;
  }

  private static double left(
      Window w, SampleBuffer samples, int before, boolean smoothed, boolean counter) {
    if (before < 0) {
      return w.value(0);
    }
    boolean onTheLine =
        smoothed && samples.time(before) < w.startMillis() && before + 1 < samples.size();
    return onTheLine ? between(samples, before, w.startMillis(), counter) : samples.value(before);
  }

  /** What a counter had counted before each of its resets within the window. */
  private static double lostInResets(Window w, double left, double right) {
    double lost = 0;
    double before = left;
    for (int i = 0; i < w.size(); i++) {
      double value = w.value(i);
      if (value < before) {
        lost += before;
      }
      before = value;
    }
    return right < before ? lost + before : lost;
  }

  /**
   * The value at an instant on the line from a sample to the next one.
   *
   * @param before index of the sample at or before the instant; another must follow
   * @param counter whether a fall is a reset, after which counting began at 0
   */
  static double between(SampleBuffer samples, int before, long instantMillis, boolean counter) {
    double left = samples.value(before);
    double right = samples.value(before + 1);
    double way =
        (double) (instantMillis - samples.time(before))
            / (samples.time(before + 1) - samples.time(before));
    return counter && right < left ? right * way : left + (right - left) * way;
  }
}

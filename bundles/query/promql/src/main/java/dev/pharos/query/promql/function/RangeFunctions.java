package dev.pharos.query.promql.function;

import dev.pharos.query.promql.column.Column;
import dev.pharos.query.promql.histogram.Kahan;
import dev.pharos.query.syntax.Function;
import org.jspecify.annotations.Nullable;

/** The functions that look at the samples in a range without computing rates. */
public final class RangeFunctions {

  private RangeFunctions() {}

  /** The function, or null if it is none of a range. */
  public static @Nullable RangeFunction of(Function function) {
    return switch (function) {
      case RATE -> Rates::rate;
      case INCREASE -> Rates::increase;
      case DELTA -> Rates::delta;
      case IRATE -> Rates::irate;
      case IDELTA -> Rates::idelta;
      case DERIV -> Regression::deriv;
      case PREDICT_LINEAR -> Regression::predict;
      case DOUBLE_EXPONENTIAL_SMOOTHING -> Regression::smooth;
      case CHANGES -> RangeFunctions::changes;
      case RESETS -> RangeFunctions::resets;
      case COUNT_OVER_TIME -> w -> w.size() + w.histogramCount();
      case PRESENT_OVER_TIME -> w -> 1;
      case LAST_OVER_TIME -> RangeFunctions::last;
      case FIRST_OVER_TIME -> RangeFunctions::first;
      case SUM_OVER_TIME -> RangeFunctions::sum;
      case AVG_OVER_TIME -> RangeFunctions::avg;
      case MIN_OVER_TIME -> w -> extreme(w, false, false);
      case MAX_OVER_TIME -> w -> extreme(w, true, false);
      case TS_OF_MIN_OVER_TIME -> w -> extreme(w, false, true);
      case TS_OF_MAX_OVER_TIME -> w -> extreme(w, true, true);
      case TS_OF_FIRST_OVER_TIME -> RangeFunctions::timeOfFirst;
      case TS_OF_LAST_OVER_TIME -> RangeFunctions::timeOfLast;
      case STDDEV_OVER_TIME -> RangeFunctions::deviation;
      case STDVAR_OVER_TIME -> RangeFunctions::variance;
      case QUANTILE_OVER_TIME -> RangeFunctions::quantile;
      case MAD_OVER_TIME -> RangeFunctions::medianDeviation;
      default -> null;
    };
  }

  /** Whether the metric keeps its name: what comes out is a sample of it. */
  public static boolean keepsName(Function function) {
    return function == Function.LAST_OVER_TIME || function == Function.FIRST_OVER_TIME;
  }

  private static double last(Window w) {
    boolean histogram =
        w.histogramCount() > 0
            && (w.size() == 0 || w.histogramTime(w.histogramCount() - 1) > w.time(w.size() - 1));
    return histogram ? w.answer(w.histogram(w.histogramCount() - 1)) : w.last();
  }

  private static double first(Window w) {
    boolean histogram = w.histogramCount() > 0 && (w.size() == 0 || w.histogramTime(0) < w.time(0));
    return histogram ? w.answer(w.histogram(0)) : w.value(0);
  }

  private static double timeOfFirst(Window w) {
    long value = w.size() > 0 ? w.time(0) : Long.MAX_VALUE;
    long histogram = w.histogramCount() > 0 ? w.histogramTime(0) : Long.MAX_VALUE;
    return Math.min(value, histogram) / 1000.0;
  }

  private static double timeOfLast(Window w) {
    // Where there are no samples of one kind, the epoch stands for them, as in the original.
    long value = w.size() > 0 ? w.time(w.size() - 1) : 0;
    long histogram = w.histogramCount() > 0 ? w.histogramTime(w.histogramCount() - 1) : 0;
    return Math.max(value, histogram) / 1000.0;
  }

  /** Whether there are values to work on; tells the author if histograms stand among them. */
  static boolean hasValues(Window w) {
    if (w.isMixed()) {
      w.annotations().histogramsIgnoredInRange(w.metric(), w.at());
    }
    return w.size() > 0;
  }

  private static double sum(Window w) {
    if (w.histogramCount() > 0) {
      return HistogramRanges.sum(w);
    }
    double sum = 0;
    double lost = 0;
    for (int i = 0; i < w.size(); i++) {
      double total = sum + w.value(i);
      lost = Kahan.lostAfter(sum, lost, w.value(i), total);
      sum = total;
    }
    return Double.isInfinite(sum) ? sum : sum + lost;
  }

  /** The mean of the sum, or a running mean where the sum would leave the range of doubles. */
  private static double avg(Window w) {
    if (w.histogramCount() > 0) {
      return HistogramRanges.avg(w);
    }
    Mean mean = new Mean();
    for (int i = 0; i < w.size(); i++) {
      mean.add(w.value(i));
    }
    return mean.value();
  }

  private static double extreme(Window w, boolean largest, boolean time) {
    if (!hasValues(w)) {
      return Column.ABSENT;
    }
    double best = w.value(0);
    long bestTime = w.time(0);
    for (int i = 0; i < w.size(); i++) {
      double value = w.value(i);
      boolean better = largest ? value > best : value < best;
      // Timestamps tell the last of several equal ones.
      if (better || Double.isNaN(best) || (time && value == best)) {
        best = value;
        bestTime = w.time(i);
      }
    }
    return time ? bestTime / 1000.0 : best;
  }

  private static double deviation(Window w) {
    double variance = variance(w);
    return Column.isAbsent(variance) ? variance : Math.sqrt(variance);
  }

  private static double variance(Window w) {
    if (!hasValues(w)) {
      return Column.ABSENT;
    }
    Kahan mean = new Kahan();
    Kahan squares = new Kahan();
    for (int i = 0; i < w.size(); i++) {
      double delta = w.value(i) - mean.total();
      mean.add(delta / (i + 1));
      squares.add(delta * (w.value(i) - mean.total()));
    }
    return squares.total() / w.size();
  }

  private static double quantile(Window w) {
    double q = w.parameter(0);
    if (w.size() == 0) {
      return Column.ABSENT;
    }
    if (!(q >= 0 && q <= 1)) {
      w.annotations().invalidQuantile(q, w.call());
    }
    hasValues(w);
    return Quantiles.ofUnsorted(q, w.copy(), w.size());
  }

  private static double medianDeviation(Window w) {
    if (!hasValues(w)) {
      return Column.ABSENT;
    }
    for (int i = 0; i < w.size(); i++) {
      if (Double.isNaN(w.value(i))) {
        return Double.NaN;
      }
    }
    double[] values = w.copy();
    double median = Quantiles.ofUnsorted(0.5, values, w.size());
    for (int i = 0; i < w.size(); i++) {
      values[i] = Math.abs(values[i] - median);
    }
    return Quantiles.ofUnsorted(0.5, values, w.size());
  }

  private static double changes(Window w) {
    if (w.histogramCount() == 0) {
      return w.changes();
    }
    return countSteps(w, 0, 0, false);
  }

  private static double resets(Window w) {
    if (w.histogramCount() == 0 && !w.withStarts()) {
      return w.falls();
    }
    return countSteps(w, 0, 0, true);
  }

  /** How often there is a step since the last sample at or before the start of the range. */
  static double countAnchoredSteps(Window w, boolean resets) {
    int value = 0;
    while (value < w.size() && w.time(value) <= w.startMillis()) {
      value++;
    }
    int histogram = 0;
    while (histogram < w.histogramCount() && w.histogramTime(histogram) <= w.startMillis()) {
      histogram++;
    }
    if (value == w.size() && histogram == w.histogramCount()) {
      return Column.ABSENT;
    }
    long lastValue = value > 0 ? w.time(value - 1) : Long.MIN_VALUE;
    long lastHistogram = histogram > 0 ? w.histogramTime(histogram - 1) : Long.MIN_VALUE;
    if (value > 0 && lastValue >= lastHistogram) {
      value--;
    } else if (histogram > 0) {
      histogram--;
    }
    return countSteps(w, value, histogram, resets);
  }

  /**
   * How often a sample differs from the one before it, or has been reset since.
   *
   * @param firstValue index of the first value that counts
   * @param firstHistogram index of the first histogram that counts
   */
  private static double countSteps(Window w, int firstValue, int firstHistogram, boolean resets) {
    int count = 0;
    int value = firstValue;
    int histogram = firstHistogram;
    boolean before = false;
    boolean histogramBefore = false;
    while (value < w.size() || histogram < w.histogramCount()) {
      boolean isHistogram =
          value == w.size()
              || (histogram < w.histogramCount() && w.histogramTime(histogram) < w.time(value));
      if (before && isHistogram != histogramBefore) {
        count++;
      } else if (before && isHistogram) {
        count += HistogramRanges.steps(w, histogram, resets);
      } else if (before) {
        count += steps(w, value, resets);
      }
      before = true;
      histogramBefore = isHistogram;
      if (isHistogram) {
        histogram++;
      } else {
        value++;
      }
    }
    return count;
  }

  private static int steps(Window w, int index, boolean resets) {
    double before = w.value(index - 1);
    double now = w.value(index);
    boolean step =
        resets
            ? now < before
                || Starts.isReset(
                    w.start(index - 1), w.time(index - 1), w.start(index), w.time(index))
            : now != before && !(Double.isNaN(now) && Double.isNaN(before));
    return step ? 1 : 0;
  }
}

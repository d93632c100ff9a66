package dev.pharos.query.promql;

import dev.pharos.model.NativeHistogram;
import dev.pharos.model.NativeHistogram.ResetHint;
import org.jspecify.annotations.Nullable;

/** Functions of ranges that hold native histograms. */
final class HistogramRanges {

  private HistogramRanges() {}

  static double sum(Window w) {
    return total(w, false);
  }

  static double avg(Window w) {
    return total(w, true);
  }

  private static double total(Window w, boolean mean) {
    if (w.isMixed()) {
      return mixed(w);
    }
    HistogramSum sum = new HistogramSum();
    for (int i = 0; i < w.histogramCount(); i++) {
      sum.add(w.histogram(i));
    }
    NativeHistogram result = sum.result(mean, w.metric(), "aggregation", w.annotations(), w.at());
    return result == null ? Column.ABSENT : w.answer(result);
  }

  private static double mixed(Window w) {
    w.annotations().mixedFloatsAndHistograms(w.metric(), w.at());
    return Column.ABSENT;
  }

  static double extrapolated(Window w, boolean counter, boolean perSecond) {
    int size = w.histogramCount();
    if (size < 2) {
      return Column.ABSENT;
    }
    FloatHistogram[] all = new FloatHistogram[size];
    for (int i = 0; i < size; i++) {
      all[i] = FloatHistogram.of(w.histogram(i));
    }
    FloatHistogram increase = counter ? risen(w, all) : difference(w, all);
    if (increase == null) {
      return Column.ABSENT;
    }
    double factor =
        Rates.factor(
            w,
            w.histogramTime(0),
            w.histogramTime(size - 1),
            size,
            counter,
            all[0].count(),
            increase.count());
    if (perSecond) {
      factor /= w.rangeSeconds();
    }
    return w.answer(increase.times(factor).withHint(ResetHint.GAUGE).toModel());
  }

  /** Last less first, with what was counted before resets; null if they do not fit together. */
  private static @Nullable FloatHistogram risen(Window w, FloatHistogram[] all) {
    FloatHistogram before = all[1].isResetSince(all[0]) ? all[1].emptied() : all[0];
    boolean gauge = false;
    for (int i = 0; i < all.length; i++) {
      gauge |= all[i].hint() == ResetHint.GAUGE;
      if (i > 0 && all[i].isCustom() != before.isCustom()) {
        w.annotations().mixedSchemas(w.metric(), w.at());
        return null;
      }
    }
    if (gauge) {
      w.annotations().histogramNotCounter(w.metric(), w.at());
    }
    try {
      FloatHistogram increase = minus(w, all[all.length - 1], before);
      for (int i = 1; i < all.length; i++) {
        if (all[i].isResetSince(before)) {
          increase = increase.plus(before, 1);
        }
        before = all[i];
      }
      return increase;
    } catch (FloatHistogram.IncompatibleException e) {
      w.annotations().mixedSchemas(w.metric(), w.at());
      return null;
    }
  }

  private static @Nullable FloatHistogram difference(Window w, FloatHistogram[] all) {
    FloatHistogram first = all[0];
    FloatHistogram last = all[all.length - 1];
    warnOfNonGauge(w, first, last);
    try {
      return minus(w, last, first);
    } catch (FloatHistogram.IncompatibleException e) {
      w.annotations().mixedSchemas(w.metric(), w.at());
      return null;
    }
  }

  private static void warnOfNonGauge(Window w, FloatHistogram first, FloatHistogram last) {
    if (first.hint() != ResetHint.GAUGE || last.hint() != ResetHint.GAUGE) {
      w.annotations().histogramNotGauge(w.metric(), w.at());
    }
  }

  private static FloatHistogram minus(Window w, FloatHistogram last, FloatHistogram first)
      throws FloatHistogram.IncompatibleException {
    if (last.isMismatched(first)) {
      w.annotations().mismatchedCustomBuckets("subtraction", w.at());
    }
    return last.plus(first, -1);
  }

  /** A range that is anchored or smoothed. */
  static double extended(Window w) {
    if (w.isMixed()) {
      return mixed(w);
    }
    w.annotations().nativeHistogramsNotYet("anchored and smoothed ranges", w.at());
    return Column.ABSENT;
  }

  /** The last two samples, at least one of the range being a histogram. */
  static double instant(Window w, boolean counter) {
    int histograms = w.histogramCount();
    int values = w.size();
    long lastHistogram = w.histogramTime(histograms - 1);
    boolean twoHistograms =
        histograms > 1 && (values == 0 || w.time(values - 1) < w.histogramTime(histograms - 2));
    boolean twoValues = values > 1 && w.time(values - 2) > lastHistogram;
    if (twoValues) {
      return Rates.instantOfValues(w, counter);
    }
    if (!twoHistograms) {
      return mixed(w);
    }
    FloatHistogram last = FloatHistogram.of(w.histogram(histograms - 1));
    FloatHistogram before = FloatHistogram.of(w.histogram(histograms - 2));
    if (counter && (last.hint() == ResetHint.GAUGE || before.hint() == ResetHint.GAUGE)) {
      w.annotations().histogramNotCounter(w.metric(), w.at());
    } else if (!counter) {
      warnOfNonGauge(w, before, last);
    }
    FloatHistogram result = last;
    if (!counter || !last.isResetSince(before)) {
      try {
        result = minus(w, last, before);
      } catch (FloatHistogram.IncompatibleException e) {
        w.annotations().mixedSchemas(w.metric(), w.at());
        return Column.ABSENT;
      }
    }
    double seconds = (lastHistogram - w.histogramTime(histograms - 2)) / 1000.0;
    FloatHistogram answer = counter ? result.times(1 / seconds) : result;
    return w.answer(answer.withHint(ResetHint.GAUGE).toModel());
  }

  /** 1 if a histogram differs from the one before it, or has been reset since. */
  static int steps(Window w, int index, boolean resets) {
    NativeHistogram before = w.histogram(index - 1);
    NativeHistogram now = w.histogram(index);
    boolean step =
        resets
            ? FloatHistogram.of(now).isResetSince(FloatHistogram.of(before))
            : !HistogramEquality.equal(before, now);
    return step ? 1 : 0;
  }
}

package dev.pharos.query.promql.function;

import dev.pharos.model.NativeHistogram;
import dev.pharos.model.NativeHistogram.ResetHint;
import dev.pharos.query.promql.column.Column;
import dev.pharos.query.promql.histogram.FloatHistogram;
import dev.pharos.query.promql.histogram.HistogramEquality;
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
    HistogramSum sum = new HistogramSum(mean);
    for (int i = 0; i < w.histogramCount(); i++) {
      sum.add(w.histogram(i), w.metric(), 0);
    }
    FloatHistogram result = sum.result();
    if (result == null) {
      w.annotations().mixedSchemas(w.metric(), w.at());
      return Column.ABSENT;
    }
    sum.tellOfBuckets(w.annotations(), w.at());
    sum.tellOfResets(w.annotations(), w.at());
    return w.answer(result.toModel());
  }

  private static double mixed(Window w) {
    w.annotations().mixedFloatsAndHistograms(w.metric(), w.at());
    return Column.ABSENT;
  }

  /** The difference between the ends of a range, with what was counted before resets if asked. */
  static @Nullable FloatHistogram difference(Window w, boolean counter) {
    int size = w.histogramCount();
    FloatHistogram[] all = new FloatHistogram[size];
    for (int i = 0; i < size; i++) {
      all[i] = FloatHistogram.of(w.histogram(i));
    }
    HistogramArithmetic arithmetic = new HistogramArithmetic(w.annotations(), w.at());
    try {
      FloatHistogram difference = counter ? risen(w, all, arithmetic) : apart(w, all, arithmetic);
      return difference.compact();
    } catch (FloatHistogram.IncompatibleException e) {
      w.annotations().mixedSchemas(w.metric(), w.at());
      return null;
    }
  }

  private static FloatHistogram risen(
      Window w, FloatHistogram[] all, HistogramArithmetic arithmetic)
      throws FloatHistogram.IncompatibleException {
    FloatHistogram before = isReset(w, all, 1) ? all[1].emptied() : all[0];
    FloatHistogram last = all[all.length - 1];
    if (last.isCustom() != before.isCustom()) {
      // What is told of the ends is told nevertheless; of those in between, it is not.
      warnOfGauges(w, all[0], last);
      throw new FloatHistogram.IncompatibleException();
    }
    int coarsest = Math.min(last.schema(), before.schema());
    for (int i = 1; i < all.length - 1; i++) {
      if (all[i].isCustom() != before.isCustom()) {
        throw new FloatHistogram.IncompatibleException();
      }
      coarsest = Math.min(coarsest, all[i].schema());
    }
    warnOfGauges(w, all);
    FloatHistogram increase = arithmetic.minus(last.toSchema(coarsest), before);
    boolean overlap = false;
    for (int i = 1; i < all.length; i++) {
      overlap |=
          Starts.overlap(w.histogramStart(i - 1), w.histogramTime(i - 1), w.histogramStart(i));
      if (isStartReset(w, i) || all[i].isResetSince(before)) {
        increase = arithmetic.plus(increase, before);
      }
      before = all[i];
    }
    if (overlap) {
      w.annotations().overlappingStarts(w.metric(), w.at());
    }
    return increase;
  }

  private static void warnOfGauges(Window w, FloatHistogram... all) {
    for (FloatHistogram histogram : all) {
      if (histogram.hint() == ResetHint.GAUGE) {
        w.annotations().histogramNotCounter(w.metric(), w.at());
        return;
      }
    }
  }

  private static boolean isReset(Window w, FloatHistogram[] all, int index) {
    return isStartReset(w, index) || all[index].isResetSince(all[index - 1]);
  }

  private static boolean isStartReset(Window w, int index) {
    return Starts.isReset(
        w.histogramStart(index - 1),
        w.histogramTime(index - 1),
        w.histogramStart(index),
        w.histogramTime(index));
  }

  private static FloatHistogram apart(
      Window w, FloatHistogram[] all, HistogramArithmetic arithmetic)
      throws FloatHistogram.IncompatibleException {
    FloatHistogram first = all[0];
    FloatHistogram last = all[all.length - 1];
    if (last.isCustom() == first.isCustom()) {
      warnOfNonGauge(w, first, last);
    }
    return arithmetic.minus(last, first);
  }

  private static void warnOfNonGauge(Window w, FloatHistogram first, FloatHistogram last) {
    if (first.hint() != ResetHint.GAUGE || last.hint() != ResetHint.GAUGE) {
      w.annotations().histogramNotGauge(w.metric(), w.at());
    }
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
    boolean reset = isStartReset(w, histograms - 1) || last.isResetSince(before);
    if (!counter || !reset) {
      try {
        result = new HistogramArithmetic(w.annotations(), w.at()).minus(last, before);
      } catch (FloatHistogram.IncompatibleException e) {
        w.annotations().mixedSchemas(w.metric(), w.at());
        return Column.ABSENT;
      }
    }
    double seconds = (lastHistogram - w.histogramTime(histograms - 2)) / 1000.0;
    result = result.compact();
    FloatHistogram answer = counter ? result.dividedBy(seconds) : result;
    return w.answer(answer.withHint(ResetHint.GAUGE).toModel());
  }

  /** 1 if a histogram differs from the one before it, or has been reset since. */
  static int steps(Window w, int index, boolean resets) {
    NativeHistogram before = w.histogram(index - 1);
    NativeHistogram now = w.histogram(index);
    boolean step =
        resets
            ? isStartReset(w, index)
                || FloatHistogram.of(now).isResetSince(FloatHistogram.of(before))
            : !HistogramEquality.tellTheSame(before, now);
    return step ? 1 : 0;
  }
}

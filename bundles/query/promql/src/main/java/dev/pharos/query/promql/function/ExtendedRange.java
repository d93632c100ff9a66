package dev.pharos.query.promql.function;

import dev.pharos.model.NativeHistogram.ResetHint;
import dev.pharos.query.promql.column.Column;
import dev.pharos.query.promql.column.EvaluationException;
import dev.pharos.query.promql.histogram.FloatHistogram;
import dev.pharos.query.syntax.Expr.Extension;
import dev.pharos.query.syntax.Function;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Functions of a range that samples beside it take part in: the last one before it stands at its
 * start, or values at both ends are interpolated. Nothing is extrapolated then.
 *
 * <p>The window holds the samples beside the range too.
 */
public final class ExtendedRange {

  private static final Set<Function> ANCHORED =
      Set.of(Function.CHANGES, Function.DELTA, Function.INCREASE, Function.RATE, Function.RESETS);

  private static final Set<Function> SMOOTHED =
      Set.of(Function.DELTA, Function.INCREASE, Function.RATE);

  private ExtendedRange() {}

  /**
   * Refuses functions that do not know what to do with samples beside the range.
   *
   * @throws EvaluationException if the function is one
   */
  public static void check(Function function, Extension extension) {
    Set<Function> allowed =
        switch (extension) {
          case NONE -> Set.of(function);
          case ANCHORED -> ANCHORED;
          case SMOOTHED -> SMOOTHED;
        };
    if (!allowed.contains(function)) {
      Set<String> names = new TreeSet<>();
      allowed.forEach(f -> names.add(f.text()));
      throw new EvaluationException(
          (extension == Extension.ANCHORED ? "anchored" : "smoothed")
              + " modifier can only be used with: "
              + String.join(", ", names)
              + " - not with "
              + function.text());
    }
  }

  /** The function as it is for an extension of the range. */
  public static RangeFunction of(Function function, RangeFunction plain, Extension extension) {
    boolean smoothed = extension == Extension.SMOOTHED;
    return switch (extension) {
      case NONE -> plain;
      case ANCHORED, SMOOTHED ->
          switch (function) {
            case RATE -> w -> increase(w, smoothed, true, true);
            case INCREASE -> w -> increase(w, smoothed, true, false);
            case DELTA -> w -> increase(w, smoothed, false, false);
            case CHANGES -> w -> RangeFunctions.countAnchoredSteps(w, false);
            case RESETS -> w -> RangeFunctions.countAnchoredSteps(w, true);
            default -> plain;
          };
    };
  }

  private static double increase(Window w, boolean smoothed, boolean counter, boolean perSecond) {
    if (w.isMixed()) {
      w.annotations().mixedFloatsAndHistograms(w.metric(), w.at());
      return Column.ABSENT;
    }
    if (w.histogramCount() > 0) {
      return ofHistograms(w, smoothed, counter, perSecond);
    }
    double increase = ofValues(w, smoothed, counter);
    return perSecond && !Column.isAbsent(increase) ? increase / w.rangeSeconds() : increase;
  }

  private static double ofValues(Window w, boolean smoothed, boolean counter) {
    int last = w.size() - 1;
    if (last < 0) {
      return Column.ABSENT;
    }
    int first = 0;
    while (first < last && w.time(first) <= w.startMillis()) {
      first++;
    }
    first = Math.max(0, first - 1);
    if (smoothed) {
      int end = 0;
      while (end < last && w.time(end) < w.endMillis()) {
        end++;
      }
      last = end;
    }
    if (w.time(last) <= w.startMillis() || (smoothed && w.time(first) > w.endMillis())) {
      return Column.ABSENT;
    }
    double left =
        smoothed && w.time(first) < w.startMillis()
            ? between(w, first, w.startMillis(), counter)
            : w.value(first);
    double right =
        smoothed && last > 0 && w.time(last) > w.endMillis()
            ? between(w, last - 1, w.endMillis(), counter)
            : w.value(last);
    double increase = right - left;
    if (counter) {
      // The ends know of the resets beside them already.
      int from = w.time(first) <= w.startMillis() ? first + 1 : first;
      int to = w.time(last) >= w.endMillis() ? last - 1 : last;
      increase += lostInResets(w, from, to, left, right);
    }
    return increase;
  }

  /** What a counter had counted before each of its resets. */
  private static double lostInResets(Window w, int from, int to, double left, double right) {
    double lost = 0;
    double before = left;
    for (int i = from; i <= to; i++) {
      double value = w.value(i);
      if (value < before) {
        lost += before;
      }
      before = value;
    }
    return right < before ? lost + before : lost;
  }

  private static double between(Window w, int before, long instantMillis, boolean counter) {
    return between(
        w.time(before),
        w.value(before),
        w.time(before + 1),
        w.value(before + 1),
        instantMillis,
        counter);
  }

  /**
   * The value at an instant on the line from one sample to another.
   *
   * @param counter whether a fall is a reset, after which counting began at 0
   */
  public static double between(
      long before, double left, long after, double right, long instantMillis, boolean counter) {
    double start = counter && right < left ? 0 : left;
    return start + (right - start) * (instantMillis - before) / (after - before);
  }

  /** The histogram at an instant on the line from one to another. */
  public static FloatHistogram between(
      long before,
      FloatHistogram left,
      long after,
      FloatHistogram right,
      long instantMillis,
      boolean counter,
      HistogramArithmetic arithmetic)
      throws FloatHistogram.IncompatibleException {
    if (instantMillis == before) {
      return left;
    }
    if (instantMillis == after) {
      return right;
    }
    double way = (double) (instantMillis - before) / (after - before);
    if (counter && right.isResetSince(left)) {
      return right.times(way);
    }
    return arithmetic.plus(arithmetic.minus(right, left).times(way), left);
  }

  private static double ofHistograms(
      Window w, boolean smoothed, boolean counter, boolean perSecond) {
    int last = w.histogramCount() - 1;
    int first = 0;
    while (first < last && w.histogramTime(first) <= w.startMillis()) {
      first++;
    }
    first = Math.max(0, first - 1);
    if (smoothed) {
      int end = 0;
      while (end < last && w.histogramTime(end) < w.endMillis()) {
        end++;
      }
      last = end;
    }
    if (w.histogramTime(last) <= w.startMillis()
        || (smoothed && w.histogramTime(first) > w.endMillis())) {
      return Column.ABSENT;
    }
    FloatHistogram[] all = new FloatHistogram[last - first + 1];
    for (int i = 0; i < all.length; i++) {
      all[i] = FloatHistogram.of(w.histogram(first + i));
    }
    try {
      FloatHistogram increase = increase(w, all, first, smoothed, counter);
      if (increase == null) {
        return Column.ABSENT;
      }
      FloatHistogram result = perSecond ? increase.dividedBy(w.rangeSeconds()) : increase;
      return w.answer(result.withHint(ResetHint.GAUGE).compact().toModel());
    } catch (FloatHistogram.IncompatibleException e) {
      w.annotations().mixedSchemas(w.metric(), w.at());
      return Column.ABSENT;
    }
  }

  private static @Nullable FloatHistogram increase(
      Window w, FloatHistogram[] all, int first, boolean smoothed, boolean counter)
      throws FloatHistogram.IncompatibleException {
    for (FloatHistogram histogram : all) {
      if (histogram.isCustom() != all[0].isCustom()) {
        w.annotations().mixedSchemas(w.metric(), w.at());
        return null;
      }
      if (counter && histogram.hint() == ResetHint.GAUGE) {
        w.annotations().histogramNotCounter(w.metric(), w.at());
      }
    }
    HistogramArithmetic arithmetic = new HistogramArithmetic(w.annotations(), w.at());
    int last = all.length - 1;
    boolean fromBefore = smoothed && w.histogramTime(first) < w.startMillis();
    FloatHistogram left =
        fromBefore
            ? between(
                w.histogramTime(first),
                all[0],
                w.histogramTime(first + 1),
                all[1],
                w.startMillis(),
                counter,
                arithmetic)
            : all[0];
    FloatHistogram right =
        smoothed && first + last > 0 && w.histogramTime(first + last) > w.endMillis()
            ? atEnd(w, all, first, counter, arithmetic)
            : all[last];
    if (!counter && (left.hint() != ResetHint.GAUGE || right.hint() != ResetHint.GAUGE)) {
      w.annotations().histogramNotGauge(w.metric(), w.at());
    }
    FloatHistogram increase = arithmetic.minus(right, left);
    if (counter) {
      FloatHistogram lost = lostInResets(all, left, right, fromBefore, arithmetic);
      increase = lost == null ? increase : arithmetic.plus(increase, lost);
    }
    return increase;
  }

  private static FloatHistogram atEnd(
      Window w, FloatHistogram[] all, int first, boolean counter, HistogramArithmetic arithmetic)
      throws FloatHistogram.IncompatibleException {
    int last = first + all.length - 1;
    FloatHistogram before =
        all.length > 1 ? all[all.length - 2] : FloatHistogram.of(w.histogram(last - 1));
    return between(
        w.histogramTime(last - 1),
        before,
        w.histogramTime(last),
        all[all.length - 1],
        w.endMillis(),
        counter,
        arithmetic);
  }

  /** What was counted before resets between the ends; null if there was none. */
  private static @Nullable FloatHistogram lostInResets(
      FloatHistogram[] all,
      FloatHistogram left,
      FloatHistogram right,
      boolean fromBefore,
      HistogramArithmetic arithmetic)
      throws FloatHistogram.IncompatibleException {
    int from = 1;
    FloatHistogram before = left;
    if (fromBefore && all[1].isResetSince(all[0])) {
      // The left end lies behind that reset, which has done its work there.
      before = all[1];
      from = 2;
    }
    // The right end stands for the last sample, and has its hint.
    int to = all.length - 2;
    if (from > to + 1) {
      return null;
    }
    FloatHistogram lost = null;
    for (int i = from; i <= to; i++) {
      if (all[i].isResetSince(before)) {
        lost = lost == null ? before : arithmetic.plus(lost, before);
      }
      before = all[i];
    }
    if (right.isResetSince(before)) {
      lost = lost == null ? before : arithmetic.plus(lost, before);
    }
    return lost;
  }
}

package dev.pharos.query.promql.function;

import dev.pharos.model.NativeHistogram.ResetHint;
import dev.pharos.model.Sample;
import dev.pharos.query.promql.column.Column;
import dev.pharos.query.promql.column.ColumnBuilder;
import dev.pharos.query.promql.column.Grid;
import dev.pharos.query.promql.column.SampleCount;
import dev.pharos.query.promql.histogram.FloatHistogram;
import dev.pharos.query.promql.histogram.GoMath;
import dev.pharos.query.promql.samples.RangeSource;
import dev.pharos.query.promql.samples.SampleBuffer;
import dev.pharos.query.syntax.Function;

/** How fast a series rises, extrapolated to the ends of the range as Prometheus does it. */
public final class Rates {

  /** Samples within this many average distances of an end of the range are taken to reach it. */
  private static final double NEAR = 1.1;

  private Rates() {}

  static double rate(Window w) {
    return extrapolated(w, true, true);
  }

  static double increase(Window w) {
    return extrapolated(w, true, false);
  }

  static double delta(Window w) {
    return extrapolated(w, false, false);
  }

  static double irate(Window w) {
    return instant(w, true);
  }

  static double idelta(Window w) {
    return instant(w, false);
  }

  /**
   * What one of these functions comes to at every instant, for a series of values alone; the same
   * as with a window, but in one loop over arrays.
   */
  public static void overGrid(
      Function function,
      RangeSource source,
      SampleBuffer samples,
      Grid grid,
      ColumnBuilder out,
      SampleCount count) {
    boolean counter = function != Function.DELTA;
    double perRange = function == Function.RATE ? GoMath.seconds(source.rangeMillis()) : 1;
    int size = samples.size();
    int from = 0;
    int to = 0;
    for (int step = 0; step < grid.size(); step++) {
      long end = source.endMillis(grid.at(step));
      long start = end - source.rangeMillis();
      while (to < size && samples.time(to) <= end) {
        to++;
      }
      while (from < to && samples.time(from) <= start) {
        from++;
      }
      count.add(step, to - from);
      if (to - from < 2) {
        continue;
      }
      double first = samples.value(from);
      double increase = samples.value(to - 1) - first;
      if (counter && samples.falls(from, to) > 0) {
        for (int i = from + 1; i < to; i++) {
          if (samples.value(i) < samples.value(i - 1)) {
            increase += samples.value(i - 1);
          }
        }
      }
      long firstMillis = samples.time(from);
      long lastMillis = samples.time(to - 1);
      double factor =
          factor(start, end, firstMillis, lastMillis, to - from, counter, first, increase);
      out.set(step, increase * (function == Function.RATE ? factor / perRange : factor));
    }
  }

  /** Whether {@link #overGrid} knows the function. */
  public static boolean isOverGrid(Function function) {
    return switch (function) {
      case RATE, INCREASE, DELTA -> true;
      default -> false;
    };
  }

  private static double extrapolated(Window w, boolean counter, boolean perSecond) {
    if (w.isMixed()) {
      w.annotations().mixedFloatsAndHistograms(w.metric(), w.at());
      return Column.ABSENT;
    }
    return w.histogramCount() > 0
        ? ofHistograms(w, counter, perSecond)
        : ofValues(w, counter, perSecond);
  }

  private static double ofValues(Window w, boolean counter, boolean perSecond) {
    int size = w.size();
    double first = w.value(0);
    double increase = counter ? risen(w) : w.last() - first;
    boolean fromStart = counter && startsWithin(w, w.start(0), w.time(0));
    if (size < 2 && !fromStart) {
      return Column.ABSENT;
    }
    if (fromStart) {
      increase += first;
    }
    double factor =
        factor(
            w,
            w.time(0),
            w.time(size - 1),
            size,
            counter,
            fromStart ? w.start(0) : Sample.NO_START,
            first,
            increase);
    return increase * (perSecond ? factor / w.rangeSeconds() : factor);
  }

  private static double ofHistograms(Window w, boolean counter, boolean perSecond) {
    int size = w.histogramCount();
    boolean fromStart = counter && startsWithin(w, w.histogramStart(0), w.histogramTime(0));
    if (size < 2 && !fromStart) {
      return Column.ABSENT;
    }
    FloatHistogram first = FloatHistogram.of(w.histogram(0));
    FloatHistogram increase = size < 2 ? first : HistogramRanges.difference(w, counter);
    if (increase == null) {
      return Column.ABSENT;
    }
    if (fromStart && size > 1) {
      try {
        increase = new HistogramArithmetic(w.annotations(), w.at()).plus(increase, first);
      } catch (FloatHistogram.IncompatibleException e) {
        w.annotations().mixedSchemas(w.metric(), w.at());
        return Column.ABSENT;
      }
    }
    double factor =
        factor(
            w,
            w.histogramTime(0),
            w.histogramTime(size - 1),
            size,
            counter,
            fromStart ? w.histogramStart(0) : Sample.NO_START,
            first.count(),
            increase.count());
    FloatHistogram result = increase.times(perSecond ? factor / w.rangeSeconds() : factor);
    return w.answer((size > 1 ? result.withHint(ResetHint.GAUGE) : result).toModel());
  }

  /** Whether counting began within the range: then it began at zero, and nothing is guessed. */
  private static boolean startsWithin(Window w, long start, long first) {
    return start != Sample.NO_START && start > w.startMillis() && start < first;
  }

  /** The difference of last and first value, with what was counted before resets. */
  private static double risen(Window w) {
    double risen = w.last() - w.value(0);
    if (!w.withStarts() && w.falls() == 0) {
      return risen;
    }
    double before = w.value(0);
    boolean overlap = false;
    for (int i = 1; i < w.size(); i++) {
      double value = w.value(i);
      long start = w.start(i);
      boolean reset = value < before;
      if (start != Sample.NO_START) {
        overlap |= Starts.overlap(w.start(i - 1), w.time(i - 1), start);
        reset |= Starts.isReset(w.start(i - 1), w.time(i - 1), start, w.time(i));
      }
      if (reset) {
        risen += before;
      }
      before = value;
    }
    if (overlap) {
      w.annotations().overlappingStarts(w.metric(), w.at());
    }
    return risen;
  }

  /**
   * By how much the increase between the samples is scaled to cover the range.
   *
   * @param start when counting began, if it was within the range
   * @param first value of the first sample
   * @param increase between first and last sample
   */
  private static double factor(
      Window w,
      long firstMillis,
      long lastMillis,
      int size,
      boolean counter,
      long start,
      double first,
      double increase) {
    if (start == Sample.NO_START) {
      return factor(
          w.startMillis(), w.endMillis(), firstMillis, lastMillis, size, counter, first, increase);
    }
    double toEnd = (w.endMillis() - lastMillis) / 1000.0;
    double average = size > 1 ? (lastMillis - firstMillis) / 1000.0 / (size - 1) : 0;
    if (toEnd >= average * NEAR) {
      toEnd = average / 2;
    }
    double counted = (lastMillis - start) / 1000.0;
    return counted == 0 ? 1 : (counted + toEnd) / counted;
  }

  private static double factor(
      long startMillis,
      long endMillis,
      long firstMillis,
      long lastMillis,
      int size,
      boolean counter,
      double first,
      double increase) {
    double toStart = (firstMillis - startMillis) / 1000.0;
    double toEnd = (endMillis - lastMillis) / 1000.0;
    double sampled = (lastMillis - firstMillis) / 1000.0;
    double average = sampled / (size - 1);
    double near = average * NEAR;
    if (toStart >= near) {
      toStart = average / 2;
    }
    if (counter && increase > 0 && first >= 0) {
      // A counter was not below zero: it is not extrapolated to before it stood there.
      double toZero = sampled * (first / increase);
      toStart = toZero < toStart ? toZero : toStart;
    }
    if (toEnd >= near) {
      toEnd = average / 2;
    }
    return sampled == 0 ? 1 : (sampled + toStart + toEnd) / sampled;
  }

  private static double instant(Window w, boolean counter) {
    int size = w.size();
    int histograms = w.histogramCount();
    if (size + histograms < 2) {
      return Column.ABSENT;
    }
    if (histograms > 0) {
      return HistogramRanges.instant(w, counter);
    }
    return instantOfValues(w, counter);
  }

  /** From the last two values. */
  static double instantOfValues(Window w, boolean counter) {
    int size = w.size();
    double last = w.value(size - 1);
    double before = w.value(size - 2);
    long apart = w.time(size - 1) - w.time(size - 2);
    boolean reset =
        counter
            && (last < before
                || Starts.isReset(
                    w.start(size - 2), w.time(size - 2), w.start(size - 1), w.time(size - 1)));
    double difference = reset ? last : last - before;
    return counter ? difference / (apart / 1000.0) : difference;
  }
}

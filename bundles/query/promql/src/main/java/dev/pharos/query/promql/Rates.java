package dev.pharos.query.promql;

import dev.pharos.model.NativeHistogram.ResetHint;
import dev.pharos.model.Sample;

/** How fast a series rises, extrapolated to the ends of the range as Prometheus does it. */
final class Rates {

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
    double toStart = (firstMillis - w.startMillis()) / 1000.0;
    double toEnd = (w.endMillis() - lastMillis) / 1000.0;
    double sampled = (lastMillis - firstMillis) / 1000.0;
    double average = size > 1 ? sampled / (size - 1) : 0;
    double near = average * NEAR;
    if (start != Sample.NO_START) {
      toStart = 0;
      sampled = (lastMillis - start) / 1000.0;
    } else {
      if (toStart >= near) {
        toStart = average / 2;
      }
      if (counter && increase > 0 && first >= 0) {
        // A counter was not below zero: it is not extrapolated to before it stood there.
        double toZero = sampled * (first / increase);
        toStart = toZero < toStart ? toZero : toStart;
      }
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

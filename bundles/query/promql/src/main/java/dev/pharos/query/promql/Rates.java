package dev.pharos.query.promql;

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
    if (w.histogramCount() > 0) {
      return HistogramRanges.extrapolated(w, counter, perSecond);
    }
    int size = w.size();
    if (counter) {
      warnOfNonCounter(w);
    }
    if (size < 2) {
      return Column.ABSENT;
    }
    double first = w.value(0);
    double increase = counter ? risen(w) : w.last() - first;
    double sampled = (w.time(size - 1) - w.time(0)) / 1000.0;
    double factor = factor(w, w.time(0), w.time(size - 1), size, counter, first, increase);
    if (perSecond) {
      factor /= w.rangeSeconds();
    }
    assert sampled > 0;
    return increase * factor;
  }

  /** The difference of last and first value, with what was counted before resets. */
  private static double risen(Window w) {
    double risen = w.last() - w.value(0);
    double before = w.value(0);
    for (int i = 1; i < w.size(); i++) {
      double value = w.value(i);
      if (value < before) {
        risen += before;
      }
      before = value;
    }
    return risen;
  }

  /**
   * By how much the increase between the samples is scaled to cover the range.
   *
   * @param first value of the first sample
   * @param increase between first and last sample
   */
  static double factor(
      Window w,
      long firstMillis,
      long lastMillis,
      int size,
      boolean counter,
      double first,
      double increase) {
    double toStart = (firstMillis - w.startMillis()) / 1000.0;
    double toEnd = (w.endMillis() - lastMillis) / 1000.0;
    double sampled = (lastMillis - firstMillis) / 1000.0;
    double average = sampled / (size - 1);
    double near = average * NEAR;
    if (toStart >= near) {
      toStart = average / 2;
    }
    if (counter && increase > 0 && first >= 0) {
      // A counter was not below zero: it is not extrapolated to before it stood there.
      toStart = Math.min(toStart, sampled * (first / increase));
    }
    if (toEnd >= near) {
      toEnd = average / 2;
    }
    return (sampled + toStart + toEnd) / sampled;
  }

  static void warnOfNonCounter(Window w) {
    String metric = w.metric();
    if (!metric.isEmpty()
        && !metric.endsWith("_total")
        && !metric.endsWith("_sum")
        && !metric.endsWith("_count")
        && !metric.endsWith("_bucket")) {
      w.annotations().possibleNonCounter(metric, w.at());
    }
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
    double difference = counter && last < before ? last : last - before;
    return counter ? difference / (apart / 1000.0) : difference;
  }
}

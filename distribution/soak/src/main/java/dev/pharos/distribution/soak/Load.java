package dev.pharos.distribution.soak;

import dev.pharos.model.Labels;

/**
 * The samples that are written: which series there are, and which value each has at each step. All
 * follows from numbers, so that what must be there later need not be remembered.
 *
 * @param writers each writes its own series, one step after the other
 * @param seriesEach series of a writer
 * @param startMillis time of step 0
 * @param stepMillis time between steps
 */
record Load(int writers, int seriesEach, long startMillis, long stepMillis) {

  static final String METRIC = "soak";

  Labels labels(int writer, int series) {
    return Labels.of(
        Labels.METRIC_NAME,
        METRIC,
        "writer",
        Integer.toString(writer),
        "series",
        Integer.toString(series),
        "instance",
        "host-" + series % 97 + ":9100");
  }

  long millis(long step) {
    return startMillis + step * stepMillis;
  }

  /** A whole number, so that sums are exact. */
  double value(int writer, int series, long step) {
    long mixed = (step * 2_654_435_761L + series * 40_503L + writer * 97L) & 0xfffff;
    return series % 3 == 0 ? step : mixed;
  }
}

package dev.pharos.dashboard.frames;

import dev.pharos.model.TimeRange;

/**
 * Chooses the time between points, so that a range fits the room there is for it.
 *
 * <p>Steps are round, and ranges begin and end on multiples of them: the same instants are asked
 * for while time goes by, so that a picture moves without changing its shape.
 */
final class Steps {

  /** Fewer make no line, more are seen on no screen. */
  private static final int LEAST_POINTS = 2;

  private static final int MOST_POINTS = 5_000;

  private static final long DAY_MILLIS = 24 * 3_600_000L;

  private static final long[] ROUND_MILLIS = {
    1_000,
    2_000,
    5_000,
    10_000,
    15_000,
    30_000,
    60_000,
    2 * 60_000,
    5 * 60_000,
    10 * 60_000,
    15 * 60_000,
    30 * 60_000,
    3_600_000,
    2 * 3_600_000,
    3 * 3_600_000,
    6 * 3_600_000,
    12 * 3_600_000,
    DAY_MILLIS
  };

  private Steps() {}

  /**
   * The shortest round step with which a range has at most so many points.
   *
   * @param points wanted at most; taken as at least 2 and at most 5000
   * @param leastMillis the step is not shorter than this
   */
  static long millis(TimeRange range, int points, long leastMillis) {
    int room = Math.clamp(points, LEAST_POINTS, MOST_POINTS);
    long length = range.endMillis() - range.startMillis();
    long exact = Math.max(leastMillis, Math.ceilDiv(length, room));
    for (long round : ROUND_MILLIS) {
      if (round >= exact) {
        return round;
      }
    }
    return Math.ceilDiv(exact, DAY_MILLIS) * DAY_MILLIS;
  }

  /** The range with its ends moved back to multiples of the step; at least one step long. */
  static TimeRange align(TimeRange range, long stepMillis) {
    long start = Math.floorDiv(range.startMillis(), stepMillis) * stepMillis;
    long end = Math.floorDiv(range.endMillis(), stepMillis) * stepMillis;
    return new TimeRange(start, Math.max(end, start + stepMillis));
  }
}

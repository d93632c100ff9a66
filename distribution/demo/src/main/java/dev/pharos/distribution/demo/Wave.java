package dev.pharos.distribution.demo;

import java.time.Duration;

/**
 * How many customers come at which time of a day that lasts minutes: few at night, most in the
 * afternoon, with a rush at noon.
 *
 * @param mean requests a second, over the whole day
 * @param day how long a day lasts
 */
record Wave(double mean, Duration day) {

  /** More are never sent, whatever is asked for. */
  static final double MOST_PER_SECOND = 200;

  private static final double DEPTH = 0.7;
  private static final double RUSH = 0.25;

  /** Requests a second at a time since the start, which is a morning. */
  double perSecond(Duration sinceStart) {
    double angle = 2 * Math.PI * sinceStart.toMillis() / day.toMillis();
    double rate = mean * (1 + DEPTH * Math.sin(angle) + RUSH * Math.sin(3 * angle + 1));
    return Math.clamp(rate, 0, MOST_PER_SECOND);
  }
}

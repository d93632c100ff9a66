package dev.pharos.source.local;

import java.util.Arrays;

/**
 * The instants at which a range query is evaluated, evenly spaced; series are laid out on it so
 * that all have the same times, with {@code NaN} where they have no sample.
 *
 * <p>The array of times is made once and shared by all frames of an answer.
 */
final class Grid {

  private final long startMillis;
  private final long stepMillis;
  private final long[] times;

  /** All instants from the start by steps, up to and with the end. */
  Grid(long startMillis, long endMillis, long stepMillis) {
    this.startMillis = startMillis;
    this.stepMillis = stepMillis;
    this.times = new long[Math.toIntExact((endMillis - startMillis) / stepMillis + 1)];
    for (int i = 0; i < times.length; i++) {
      times[i] = startMillis + i * stepMillis;
    }
  }

  long[] times() {
    return times;
  }

  /** The values at the grid's instants; samples that stand on none of them are left out. */
  double[] layOut(long[] timestamps, double[] values) {
    if (timestamps.length == times.length) {
      // A sample for each instant: evaluation has used the same grid.
      return values;
    }
    double[] all = new double[times.length];
    Arrays.fill(all, Double.NaN);
    for (int i = 0; i < timestamps.length; i++) {
      long offset = timestamps[i] - startMillis;
      long index = offset / stepMillis;
      if (offset >= 0 && index < all.length && offset % stepMillis == 0) {
        all[(int) index] = values[i];
      }
    }
    return all;
  }
}

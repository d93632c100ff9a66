package dev.pharos.client;

import dev.pharos.client.QuantileSketch.Objective;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Quantiles of the latest values: those of the last age, or up to one bucket of it less.
 *
 * <p>Each value goes into one sketch for each bucket of the age, of which the oldest answers and is
 * then emptied and becomes the youngest, as in Go's client. Values are gathered first and sorted
 * together. A series without values in the window holds none of this. Safe for use by several
 * threads.
 */
final class SlidingQuantiles {

  /**
   * What is promised.
   *
   * @param objectives by ascending quantile
   * @param ageNanos how far back values count
   * @param buckets in how many steps they grow old
   */
  record Promise(List<Objective> objectives, long ageNanos, int buckets) {

    private long bucketNanos() {
      return ageNanos / buckets;
    }
  }

  private static final int MOST_GATHERED = 500;
  private static final int FIRST_ROOM = 16;
  private static final double[] NONE = {};

  private final Promise promise;
  private final LongSupplier clock;

  /** Null as long as there is nothing in the window. */
  private QuantileSketch @Nullable [] sketches;

  private int oldest;
  private long oldestEndsNanos;
  private double[] gathered = NONE;
  private int gatheredCount;

  /**
   * Quantiles of nothing yet.
   *
   * @param clock tells nanoseconds since some moment
   */
  SlidingQuantiles(Promise promise, LongSupplier clock) {
    this.promise = promise;
    this.clock = clock;
  }

  synchronized void add(double value) {
    QuantileSketch[] current = age(clock.getAsLong());
    if (current == null) {
      begin();
    }
    if (gatheredCount == gathered.length) {
      if (gatheredCount == MOST_GATHERED) {
        sketch();
      } else {
        int room = Math.clamp(gatheredCount * 2L, FIRST_ROOM, MOST_GATHERED);
        gathered = Arrays.copyOf(gathered, room);
      }
    }
    gathered[gatheredCount++] = value;
  }

  /** The quantiles in their order; all {@code NaN} if there are no values. */
  synchronized double[] values() {
    double[] found = new double[promise.objectives().size()];
    Arrays.fill(found, Double.NaN);
    QuantileSketch[] current = age(clock.getAsLong());
    if (current != null) {
      sketch();
      for (int i = 0; i < found.length; i++) {
        found[i] = current[oldest].quantile(promise.objectives().get(i).quantile());
      }
    }
    return found;
  }

  /** Whether anything is held at all. */
  synchronized boolean isIdle() {
    return sketches == null;
  }

  private void begin() {
    QuantileSketch[] fresh = new QuantileSketch[promise.buckets()];
    for (int i = 0; i < fresh.length; i++) {
      fresh[i] = new QuantileSketch(promise.objectives());
    }
    sketches = fresh;
    oldest = 0;
    oldestEndsNanos = clock.getAsLong() + promise.bucketNanos();
  }

  /** Lets the values grow old; answers the sketches, or null if there is nothing left in them. */
  private QuantileSketch @Nullable [] age(long nowNanos) {
    QuantileSketch[] current = sketches;
    if (current == null || nowNanos - oldestEndsNanos < 0) {
      return current;
    }
    if (nowNanos - oldestEndsNanos < promise.ageNanos()) {
      // What was gathered before is as old as the rest.
      sketch();
      while (nowNanos - oldestEndsNanos >= 0) {
        current[oldest].clear();
        oldest = (oldest + 1) % current.length;
        oldestEndsNanos += promise.bucketNanos();
      }
      if (current[oldest].count() > 0) {
        return current;
      }
    }
    sketches = null;
    gathered = NONE;
    gatheredCount = 0;
    return null;
  }

  private void sketch() {
    QuantileSketch[] current = sketches;
    if (current == null || gatheredCount == 0) {
      return;
    }
    Arrays.sort(gathered, 0, gatheredCount);
    for (QuantileSketch sketch : current) {
      sketch.insert(gathered, gatheredCount);
    }
    gatheredCount = 0;
  }
}

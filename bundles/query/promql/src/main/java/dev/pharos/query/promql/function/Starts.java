package dev.pharos.query.promql.function;

import dev.pharos.model.Sample;

/** What the timestamps say at which counters began to count. */
final class Starts {

  private Starts() {}

  /**
   * Whether a counter was reset between two samples.
   *
   * <p>A start at the sample before is a reset for deltas, whose samples each begin where the last
   * one ended, but not for a counter whose start is unknown: there the sample before has none, or
   * begins at itself.
   */
  static boolean isReset(long startBefore, long before, long start, long timestamp) {
    if (start == Sample.NO_START || start >= timestamp || start < before) {
      return false;
    }
    if (start > before) {
      return true;
    }
    return startBefore != Sample.NO_START && startBefore < before;
  }

  /** Whether a sample claims time that the one before has counted already. */
  static boolean overlap(long startBefore, long before, long start) {
    return start != Sample.NO_START && start < before && start != startBefore;
  }
}

package dev.pharos.target.scrape;

/**
 * When a target is scraped: at a place in the interval that depends on the target alone, so that
 * load is spread and a restart changes nothing.
 *
 * <p>Pauses are measured by the monotonic clock and timestamps told by the wall clock, so a wall
 * clock that is set does not stop scraping. Where the two agree but for the little that a thread
 * wakes late, timestamps are whole intervals apart, which storages pack better.
 *
 * <p>Not safe for use by several threads.
 */
final class Schedule {

  private static final long MAX_TOLERANCE_NANOS = 2_000_000;

  private final long intervalNanos;
  private final long toleranceNanos;
  private long baseNanos;
  private long baseMillis;
  private long ticks;

  Schedule(long intervalNanos) {
    this.intervalNanos = intervalNanos;
    this.toleranceNanos = Math.min(intervalNanos / 100, MAX_TOLERANCE_NANOS);
  }

  /**
   * How long to wait for the first scrape, in nanoseconds; less than an interval.
   *
   * @param wallMillis now, in milliseconds since the Unix epoch
   * @param hash of the target
   */
  long untilFirst(long wallMillis, long hash) {
    long now = Math.multiplyExact(wallMillis, 1_000_000L);
    long untilWhole = intervalNanos - Math.floorMod(now, intervalNanos);
    return (untilWhole + Long.remainderUnsigned(hash, intervalNanos)) % intervalNanos;
  }

  /**
   * Begins: this is the first scrape.
   *
   * @param nanos now by the monotonic clock
   * @param wallMillis now by the wall clock
   */
  void start(long nanos, long wallMillis) {
    baseNanos = nanos;
    baseMillis = wallMillis;
    ticks = 0;
  }

  /**
   * How long to wait for the next scrape, in nanoseconds; scrapes that were missed are left out.
   */
  long untilNext(long nanos) {
    ticks = Math.max(ticks + 1, Math.floorDiv(nanos - baseNanos, intervalNanos));
    return Math.max(0, baseNanos + ticks * intervalNanos - nanos);
  }

  /** The timestamp of the scrape that starts now. */
  long timestampMillis(long nanos, long wallMillis) {
    long plannedNanos = baseNanos + ticks * intervalNanos;
    long plannedMillis = baseMillis + ticks * intervalNanos / 1_000_000;
    long apartNanos = (wallMillis - plannedMillis) * 1_000_000;
    if (Math.abs(apartNanos) <= toleranceNanos) {
      return plannedMillis;
    }
    long lateNanos = nanos - plannedNanos;
    if (Math.abs(apartNanos - lateNanos) > 2 * toleranceNanos + 1_000_000) {
      // The wall clock was set: from here on, whole intervals count from the new time.
      start(nanos, wallMillis);
    }
    return wallMillis;
  }
}

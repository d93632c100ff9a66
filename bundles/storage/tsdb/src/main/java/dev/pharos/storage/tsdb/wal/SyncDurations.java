package dev.pharos.storage.tsdb.wal;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

/**
 * How long something takes that happens now and then: all of it as a sum, the last ten minutes as
 * quantiles. Safe for use by several threads.
 */
public final class SyncDurations {

  private static final long WINDOW_NANOS = Duration.ofMinutes(10).toNanos();
  private static final int MOST = 1024;

  private record Taken(long atNanos, long nanos) {}

  private final LongSupplier clock;
  private final Deque<Taken> recent = new ArrayDeque<>();
  private long count;
  private long sumNanos;

  /**
   * Durations of nothing yet.
   *
   * @param clock tells nanoseconds since some moment
   */
  SyncDurations(LongSupplier clock) {
    this.clock = clock;
  }

  synchronized void add(long nanos) {
    count++;
    sumNanos += nanos;
    recent.addLast(new Taken(clock.getAsLong(), nanos));
    if (recent.size() > MOST) {
      recent.removeFirst();
    }
  }

  public synchronized long count() {
    return count;
  }

  /** All durations together, in seconds. */
  public synchronized double sumSeconds() {
    return sumNanos / 1e9;
  }

  /** The duration that a share of those of the last ten minutes did not exceed; NaN for none. */
  public synchronized double quantileSeconds(double share) {
    long now = clock.getAsLong();
    while (!recent.isEmpty() && now - recent.getFirst().atNanos() > WINDOW_NANOS) {
      recent.removeFirst();
    }
    if (recent.isEmpty()) {
      return Double.NaN;
    }
    long[] sorted = recent.stream().mapToLong(Taken::nanos).sorted().toArray();
    return sorted[Math.clamp((long) Math.ceil(share * sorted.length) - 1, 0, sorted.length - 1)]
        / 1e9;
  }
}

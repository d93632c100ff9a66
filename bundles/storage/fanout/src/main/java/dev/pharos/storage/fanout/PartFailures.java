package dev.pharos.storage.fanout;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * Counts what parts behind the main one failed to do, and logs it: the first failure at once, then
 * at most one line a minute with the count.
 */
final class PartFailures {

  private static final System.Logger LOG = System.getLogger(PartFailures.class.getName());
  private static final long PAUSE_NANOS = Duration.ofMinutes(1).toNanos();

  private static final class Count {
    final LongAdder total = new LongAdder();
    private long lastLogged;
    private long unlogged;
    private boolean everLogged;

    /** Failures since the last line, or 0 if it is too early for another. */
    synchronized long toLog(long now) {
      unlogged++;
      if (everLogged && now - lastLogged < PAUSE_NANOS) {
        return 0;
      }
      long count = unlogged;
      everLogged = true;
      lastLogged = now;
      unlogged = 0;
      return count;
    }
  }

  private final Map<String, Count> writes = new ConcurrentSkipListMap<>();
  private final Map<String, Count> reads = new ConcurrentSkipListMap<>();
  private final LongSupplier nanoTime;

  PartFailures(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  void write(String part, Exception failure) {
    count(writes, part, "does not take samples", failure);
  }

  void read(String part, Exception failure) {
    count(reads, part, "cannot be read", failure);
  }

  private void count(Map<String, Count> counts, String part, String what, Exception failure) {
    Count count = counts.computeIfAbsent(part, p -> new Count());
    count.total.increment();
    long times = count.toLog(nanoTime.getAsLong());
    if (times > 0) {
      LOG.log(
          Level.WARNING,
          "The storage part " + part + " " + what + " (" + times + " times): " + failure);
    }
  }

  Map<String, Long> writes() {
    return totals(writes);
  }

  Map<String, Long> reads() {
    return totals(reads);
  }

  private static Map<String, Long> totals(Map<String, Count> counts) {
    Map<String, Long> totals = new ConcurrentHashMap<>();
    counts.forEach((part, count) -> totals.put(part, count.total.sum()));
    return totals;
  }
}

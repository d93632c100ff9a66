package dev.pharos.distribution.launcher;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryNotificationInfo;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import javax.management.NotificationEmitter;

/**
 * Keeps the heap near what is alive: collects all of it when half as much again has come to the old
 * generation.
 *
 * <p>The serial collector by itself lets the old generation grow to the heap's limit before it
 * collects it once, and the process with it. Other collectors have a pace of their own and are left
 * alone.
 */
final class HeapPace {

  private static final Logger LOG = System.getLogger(HeapPace.class.getName());
  private static final String SERIAL = "Tenured Gen";

  /**
   * What may come at least between two collections, so that a small heap is not collected often.
   */
  private static final long LEAST_BYTES = 48L << 20;

  private HeapPace() {}

  /** Starts to watch; does nothing where the collector is another one. */
  static void start() {
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      if (pool.getType() == MemoryType.HEAP
          && pool.getName().equals(SERIAL)
          && pool.isUsageThresholdSupported()
          && ManagementFactory.getMemoryMXBean() instanceof NotificationEmitter emitter) {
        emitter.addNotificationListener(
            (notification, handback) -> collect(pool),
            notification ->
                notification.getType().equals(MemoryNotificationInfo.MEMORY_THRESHOLD_EXCEEDED),
            null);
        expect(pool);
      }
    }
  }

  private static void collect(MemoryPoolMXBean pool) {
    long before = pool.getUsage().getUsed();
    if (before < pool.getUsageThreshold()) {
      return; // Another collection came first.
    }
    System.gc();
    expect(pool);
    LOG.log(
        Level.DEBUG,
        "Collected the old generation: {0} bytes of {1} are alive",
        pool.getUsage().getUsed(),
        before);
  }

  private static void expect(MemoryPoolMXBean pool) {
    MemoryUsage usage = pool.getUsage();
    long most = usage.getMax() < 0 ? Long.MAX_VALUE : usage.getMax();
    pool.setUsageThreshold(Math.min(most, threshold(usage.getUsed())));
  }

  /**
   * At how many bytes the next collection is worth its while.
   *
   * @param alive bytes that the last one has left
   */
  static long threshold(long alive) {
    return alive + Math.max(LEAST_BYTES, alive / 2);
  }
}

package dev.pharos.distribution.launcher;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.time.Duration;

/**
 * Gives memory back to the system after a burst: a collection, once the process is idle and its
 * heap has grown.
 *
 * <p>Collectors shrink the heap when they collect, and an idle process gives them no reason to.
 * Looks once in five minutes, which costs nothing that can be measured.
 */
final class GiveBack {

  private static final Logger LOG = System.getLogger(GiveBack.class.getName());
  private static final Duration PAUSE = Duration.ofMinutes(5);

  /** Below this a collection costs more than it brings. */
  private static final long LEAST_BYTES = 64L << 20;

  /** An idle server takes far less than a twentieth of a core. */
  private static final double IDLE = 0.05;

  private GiveBack() {}

  static void start() {
    Thread.ofVirtual().name("give memory back").start(GiveBack::watch);
  }

  private static void watch() {
    try {
      long cpuNanos = cpuNanos();
      long keptBytes = 0;
      while (true) {
        Thread.sleep(PAUSE);
        long now = cpuNanos();
        if (isWorthwhile(committedBytes(), keptBytes, now - cpuNanos, PAUSE.toNanos())) {
          System.gc();
          keptBytes = committedBytes();
          LOG.log(Level.DEBUG, "Collected; the heap now takes {0} bytes", keptBytes);
        }
        cpuNanos = now;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Whether a collection is worth its while.
   *
   * @param committedBytes had from the system
   * @param keptBytes what was kept of them after the last such collection; 0 before the first
   * @param cpuNanos processor time since the last look
   * @param elapsedNanos time since the last look
   */
  static boolean isWorthwhile(
      long committedBytes, long keptBytes, long cpuNanos, long elapsedNanos) {
    return committedBytes > LEAST_BYTES
        && committedBytes > keptBytes + keptBytes / 4
        && cpuNanos < elapsedNanos * IDLE;
  }

  private static long committedBytes() {
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getCommitted();
  }

  private static long cpuNanos() {
    OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
    return system instanceof com.sun.management.OperatingSystemMXBean process
        ? process.getProcessCpuTime()
        : 0;
  }
}

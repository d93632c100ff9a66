package dev.pharos.exporter.jvm;

import dev.pharos.exposition.MetricWriter;
import dev.pharos.model.Labels;
import dev.pharos.model.MetricType;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.EnumMap;
import java.util.Map;

/** Platform threads: how many, in which states, and whether any block each other for ever. */
final class ThreadMetrics {

  private ThreadMetrics() {}

  static void write(MetricWriter out) throws IOException {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    out.gauge("jvm_threads_current", "Current thread count of a JVM", threads.getThreadCount());
    out.gauge("jvm_threads_daemon", "Daemon thread count of a JVM", threads.getDaemonThreadCount());
    out.gauge(
        "jvm_threads_deadlocked",
        "Cycles of JVM-threads that are in deadlock waiting to acquire object monitors or ownable"
            + " synchronizers",
        length(threads.findDeadlockedThreads()));
    out.gauge(
        "jvm_threads_deadlocked_monitor",
        "Cycles of JVM-threads that are in deadlock waiting to acquire object monitors",
        length(threads.findMonitorDeadlockedThreads()));
    out.gauge("jvm_threads_peak", "Peak thread count of a JVM", threads.getPeakThreadCount());
    out.counter(
        "jvm_threads_started_total",
        "Started thread count of a JVM",
        (double) threads.getTotalStartedThreadCount());
    states(out, threads);
  }

  private static void states(MetricWriter out, ThreadMXBean threads) throws IOException {
    Map<Thread.State, Integer> counts = new EnumMap<>(Thread.State.class);
    int unknown = 0;
    for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds(), 0)) {
      // A thread that has ended since it was listed has no information any more.
      if (thread == null) {
        unknown++;
      } else {
        counts.merge(thread.getThreadState(), 1, Integer::sum);
      }
    }
    out.family("jvm_threads_state", MetricType.GAUGE, "Current count of threads by state");
    for (Thread.State state : Thread.State.values()) {
      out.sample(Labels.of("state", state.name()), counts.getOrDefault(state, 0));
    }
    out.sample(Labels.of("state", "UNKNOWN"), unknown);
  }

  @SuppressWarnings("NullAway") // The bean answers null for "none".
  private static int length(long[] found) {
    return found == null ? 0 : found.length;
  }
}

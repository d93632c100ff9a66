package dev.pharos.exporter.node;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The times of each CPU in seconds, kept from going backwards: the kernel tells idle times that do,
 * by a little, and a counter that falls looks like one that began anew.
 *
 * <p>An idle time that falls by more than a few seconds is that of a CPU that was taken out and put
 * in again, whose counters did begin anew. Safe for use by several threads.
 */
final class CpuTimes {

  static final int USER = 0;
  static final int NICE = 1;
  static final int SYSTEM = 2;
  static final int IDLE = 3;
  static final int IOWAIT = 4;
  static final int IRQ = 5;
  static final int SOFTIRQ = 6;
  static final int STEAL = 7;
  static final int GUEST = 8;
  static final int GUEST_NICE = 9;
  static final int FIELDS = 10;

  private static final double TICKS_PER_SECOND = 100;
  private static final double JUMP_SECONDS = 3;

  private final Map<String, double[]> times = new LinkedHashMap<>();

  /** Takes the lines of {@code /proc/stat}; tells the times of the CPUs that it names. */
  synchronized Map<String, double[]> update(HostText stat) {
    Map<String, double[]> told = new LinkedHashMap<>();
    while (stat.nextLine()) {
      if (stat.startsWith("cpu") && !stat.startsWith("cpu ")) {
        String cpu = stat.word().substring("cpu".length());
        double[] read = new double[FIELDS];
        for (int i = 0; i < FIELDS && stat.hasWord(); i++) {
          read[i] = stat.number() / TICKS_PER_SECOND;
        }
        told.put(cpu, update(cpu, read));
      }
    }
    times.keySet().retainAll(told.keySet());
    return told;
  }

  private double[] update(String cpu, double[] read) {
    double[] before = times.get(cpu);
    if (before != null && before[IDLE] - read[IDLE] < JUMP_SECONDS) {
      for (int i = 0; i < FIELDS; i++) {
        read[i] = Math.max(read[i], before[i]);
      }
    }
    times.put(cpu, Arrays.copyOf(read, FIELDS));
    return read;
  }
}

package dev.pharos.exporter.node;

import dev.pharos.exporter.api.Collector;
import dev.pharos.exposition.MetricWriter;
import dev.pharos.model.Labels;
import dev.pharos.model.MetricType;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What each CPU has spent its time on, and whether it is isolated or was throttled. */
final class CpuCollector implements Collector {

  /** The modes in the order in which they are written, and where their times stand. */
  private static final String[] MODES = {
    "idle", "iowait", "irq", "nice", "softirq", "steal", "system", "user"
  };

  private static final int[] FIELDS = {
    CpuTimes.IDLE,
    CpuTimes.IOWAIT,
    CpuTimes.IRQ,
    CpuTimes.NICE,
    CpuTimes.SOFTIRQ,
    CpuTimes.STEAL,
    CpuTimes.SYSTEM,
    CpuTimes.USER
  };

  /** The labels of a CPU, by mode. */
  private record CpuLabels(List<Labels> modes, Labels guestNice, Labels guestUser) {}

  private final HostFiles host;
  private final boolean guest;
  private final CpuTimes times = new CpuTimes();
  private final CpuThrottles throttles;
  private final ConcurrentHashMap<String, CpuLabels> labels = new ConcurrentHashMap<>();

  /**
   * Reads the CPUs.
   *
   * @param guest whether the time spent in guests is told by itself
   */
  CpuCollector(HostFiles host, boolean guest) {
    this.host = host;
    this.guest = guest;
    this.throttles = new CpuThrottles(host);
  }

  @Override
  public String name() {
    return "cpu";
  }

  @Override
  public void collect(MetricWriter out) throws IOException {
    Map<String, double[]> read;
    try (HostText stat = host.read(host.proc("stat"))) {
      read = times.update(stat);
    }
    throttles.collect(out);
    if (guest) {
      guests(out, read);
    }
    isolated(out);
    out.family(
        "node_cpu_seconds_total", MetricType.COUNTER, "Seconds the CPUs spent in each mode.");
    for (Map.Entry<String, double[]> cpu : read.entrySet()) {
      CpuLabels of = labels(cpu.getKey());
      for (int i = 0; i < MODES.length; i++) {
        out.sample(of.modes.get(i), cpu.getValue()[FIELDS[i]]);
      }
    }
  }

  private void guests(MetricWriter out, Map<String, double[]> read) throws IOException {
    out.family(
        "node_cpu_guest_seconds_total",
        MetricType.COUNTER,
        "Seconds the CPUs spent in guests (VMs) for each mode.");
    for (Map.Entry<String, double[]> cpu : read.entrySet()) {
      CpuLabels of = labels(cpu.getKey());
      out.sample(of.guestNice, cpu.getValue()[CpuTimes.GUEST_NICE]);
      out.sample(of.guestUser, cpu.getValue()[CpuTimes.GUEST]);
    }
  }

  /** The file lists them as in {@code 1,3-5,9}. */
  private void isolated(MetricWriter out) throws IOException {
    String list = host.line(host.sys("devices/system/cpu/isolated"));
    if (list == null || list.isEmpty()) {
      return;
    }
    out.family(
        "node_cpu_isolated",
        MetricType.GAUGE,
        "Whether each core is isolated, information from /sys/devices/system/cpu/isolated.");
    for (String range : list.split(",", -1)) {
      int dash = range.indexOf('-');
      int first = Integer.parseInt(dash < 0 ? range : range.substring(0, dash));
      int last = dash < 0 ? first : Integer.parseInt(range.substring(dash + 1));
      for (int cpu = first; cpu <= last; cpu++) {
        out.sample(Labels.of("cpu", Integer.toString(cpu)), 1);
      }
    }
  }

  private CpuLabels labels(String cpu) {
    return labels.computeIfAbsent(
        cpu,
        absent ->
            new CpuLabels(
                Arrays.stream(MODES).map(mode -> Labels.of("cpu", cpu, "mode", mode)).toList(),
                Labels.of("cpu", cpu, "mode", "nice"),
                Labels.of("cpu", cpu, "mode", "user")));
  }
}

package dev.pharos.exporter.node;

import dev.pharos.exposition.MetricWriter;
import dev.pharos.model.Labels;
import dev.pharos.model.MetricType;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** How often cores and packages were slowed down for being hot. */
final class CpuThrottles {

  /** Where a CPU sits, which does not change while it is there. */
  private record Seat(Labels core, Labels pack) {}

  private final HostFiles host;
  private final ConcurrentHashMap<String, Seat> seats = new ConcurrentHashMap<>();

  CpuThrottles(HostFiles host) {
    this.host = host;
  }

  void collect(MetricWriter out) throws IOException {
    Map<Labels, Double> cores = new TreeMap<>();
    Map<Labels, Double> packages = new TreeMap<>();
    String folder = host.sys("devices/system/cpu");
    for (String cpu : host.list(folder)) {
      if (isCpu(cpu)) {
        count(folder + "/" + cpu, cores, packages);
      }
    }
    write(
        out,
        "node_cpu_core_throttles_total",
        "Number of times this CPU core has been throttled.",
        cores);
    write(
        out,
        "node_cpu_package_throttles_total",
        "Number of times this CPU package has been throttled.",
        packages);
  }

  private void count(String cpu, Map<Labels, Double> cores, Map<Labels, Double> packages) {
    double core = host.number(cpu + "/thermal_throttle/core_throttle_count");
    double pack = host.number(cpu + "/thermal_throttle/package_throttle_count");
    if (Double.isNaN(core) && Double.isNaN(pack)) {
      return;
    }
    Seat seat = seats.computeIfAbsent(cpu, this::seat);
    // CPUs that share a core or a package tell the same count; the first one's is taken.
    if (!Double.isNaN(core) && !seat.core.isEmpty()) {
      cores.putIfAbsent(seat.core, core);
    }
    if (!Double.isNaN(pack) && !seat.pack.isEmpty()) {
      packages.putIfAbsent(seat.pack, pack);
    }
  }

  /** Labels are empty where the host does not tell. */
  private Seat seat(String cpu) {
    String pack = host.line(cpu + "/topology/physical_package_id");
    String core = host.line(cpu + "/topology/core_id");
    if (pack == null || core == null) {
      return new Seat(Labels.EMPTY, Labels.EMPTY);
    }
    return new Seat(Labels.of("core", core, "package", pack), Labels.of("package", pack));
  }

  private static void write(MetricWriter out, String name, String help, Map<Labels, Double> counts)
      throws IOException {
    if (!counts.isEmpty()) {
      out.family(name, MetricType.COUNTER, help);
      for (Map.Entry<Labels, Double> count : counts.entrySet()) {
        out.sample(count.getKey(), count.getValue());
      }
    }
  }

  private static boolean isCpu(String name) {
    return name.length() > 3
        && name.startsWith("cpu")
        && name.chars().skip(3).allMatch(c -> c >= '0' && c <= '9');
  }
}

package dev.pharos.exporter.jvm;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.pharos.exposition.MetricWriter;
import dev.pharos.model.MetricType;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** The process as the operating system sees it. */
final class ProcessMetrics {

  private static final Path STATUS = Path.of("/proc/self/status");

  private ProcessMetrics() {}

  static void write(MetricWriter out) throws IOException {
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
      out.family(
          "process_cpu_seconds_total",
          MetricType.COUNTER,
          "Total user and system CPU time spent in seconds.",
          "seconds");
      out.sample(system.getProcessCpuTime() / 1e9);
      out.gauge(
          "process_max_fds",
          "Maximum number of open file descriptors.",
          (double) system.getMaxFileDescriptorCount());
      out.gauge(
          "process_open_fds",
          "Number of open file descriptors.",
          (double) system.getOpenFileDescriptorCount());
    }
    if (Files.isReadable(STATUS)) {
      for (String line : Files.readAllLines(STATUS)) {
        if (line.startsWith("VmRSS:")) {
          bytes(out, "process_resident_memory_bytes", "Resident memory size in bytes.", line);
        } else if (line.startsWith("VmSize:")) {
          bytes(out, "process_virtual_memory_bytes", "Virtual memory size in bytes.", line);
        }
      }
    }
    out.family(
        "process_start_time_seconds",
        MetricType.GAUGE,
        "Start time of the process since unix epoch in seconds.",
        "seconds");
    out.sample(ManagementFactory.getRuntimeMXBean().getStartTime() / 1e3);
  }

  /** Writes a line such as {@code VmRSS: 123456 kB}. */
  private static void bytes(MetricWriter out, String name, String help, String line)
      throws IOException {
    out.family(name, MetricType.GAUGE, help, "bytes");
    String number = line.substring(line.indexOf(':') + 1).replace("kB", "").strip();
    out.sample(Long.parseLong(number) * 1024.0);
  }
}

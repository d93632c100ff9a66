package dev.pharos.exporter.frame;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import dev.pharos.client.Info;
import dev.pharos.client.Registry;
import dev.pharos.exporter.api.Collector;
import dev.pharos.exporter.api.Exporter;
import dev.pharos.exporter.api.ExporterRequest;
import dev.pharos.exposition.MetricWriter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** What is running, and what it takes of the host: {@code process_*} and {@code *_build_info}. */
@Component(property = Exporter.TYPE + "=" + Exporter.SELF)
public final class ProcessExporter implements Exporter {

  /** The version of the original whose behaviour is that of this platform. */
  private static final String PROMETHEUS_VERSION = "3.14.0";

  private static final double NANOS = 1e9;
  private static final double MILLIS = 1e3;
  private static final double BYTES_OF_KILOBYTE = 1024;

  private final Registry builds = new Registry();
  private final Path status;
  private final double startSeconds = ManagementFactory.getRuntimeMXBean().getStartTime() / MILLIS;
  private final List<Collector> collectors =
      List.of(Collector.of("build", builds::write), Collector.of("process", this::process));

  @Activate
  public ProcessExporter(BundleContext bundle) {
    this(bundle.getBundle().getVersion().toString(), Path.of("/proc/self/status"));
  }

  ProcessExporter(String version, Path status) {
    this.status = status;
    String java = "java" + Runtime.version().feature();
    Info.builder()
        .name("pharos_build_info")
        .help("What is running: always 1, told by labels.")
        .fact("version", version)
        .fact("java", Runtime.version().toString())
        .register(builds);
    Info.builder()
        .name("prometheus_build_info")
        .help(
            "The version of Prometheus whose behaviour this process has: always 1, told by"
                + " labels.")
        .fact("version", PROMETHEUS_VERSION)
        .fact("revision", "pharos-" + version)
        .fact("branch", "HEAD")
        .fact("goversion", java)
        .fact("goos", System.getProperty("os.name", "unknown").toLowerCase(Locale.ROOT))
        .fact("goarch", System.getProperty("os.arch", "unknown"))
        .register(builds);
  }

  @Override
  public List<Collector> collectors(ExporterRequest request) {
    return collectors;
  }

  private void process(MetricWriter out) throws IOException {
    if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
      out.counter(
          "process_cpu_seconds_total",
          "Total user and system CPU time spent in seconds.",
          system.getProcessCpuTime() / NANOS);
    }
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix) {
      out.gauge(
          "process_max_fds",
          "Maximum number of open file descriptors.",
          (double) unix.getMaxFileDescriptorCount());
      out.gauge(
          "process_open_fds",
          "Number of open file descriptors.",
          (double) unix.getOpenFileDescriptorCount());
    }
    if (Files.isReadable(status)) {
      memory(out);
    }
    out.gauge(
        "process_start_time_seconds",
        "Start time of the process since unix epoch in seconds.",
        startSeconds);
  }

  private void memory(MetricWriter out) throws IOException {
    for (String line : Files.readAllLines(status, StandardCharsets.UTF_8)) {
      String[] words = line.split("\\s+", 3);
      switch (words[0]) {
        case "VmRSS:" ->
            out.gauge(
                "process_resident_memory_bytes",
                "Resident memory size in bytes.",
                Double.parseDouble(words[1]) * BYTES_OF_KILOBYTE);
        case "VmSize:" ->
            out.gauge(
                "process_virtual_memory_bytes",
                "Virtual memory size in bytes.",
                Double.parseDouble(words[1]) * BYTES_OF_KILOBYTE);
        default -> {}
      }
    }
  }
}

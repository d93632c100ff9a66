package dev.pharos.exporter.jvm;

import dev.pharos.exposition.MetricWriter;
import dev.pharos.model.MetricType;
import java.io.IOException;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;

/** Time spent by the compilers of the JVM. */
final class CompilationMetrics {

  private CompilationMetrics() {}

  static void write(MetricWriter out) throws IOException {
    CompilationMXBean compilation = ManagementFactory.getCompilationMXBean();
    if (compilation != null && compilation.isCompilationTimeMonitoringSupported()) {
      out.family(
          "jvm_compilation_time_seconds_total",
          MetricType.COUNTER,
          "The total time in seconds taken for HotSpot class compilation",
          "seconds");
      out.sample(compilation.getTotalCompilationTime() / 1e3);
    }
  }
}

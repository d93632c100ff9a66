package dev.pharos.exporter.jvm;

import dev.pharos.exposition.MetricWriter;
import dev.pharos.model.Labels;
import dev.pharos.model.MetricType;
import java.io.IOException;

/** Which Java this is. */
final class RuntimeMetrics {

  private static final Labels LABELS =
      Labels.of(
          "runtime", System.getProperty("java.runtime.name", "unknown"),
          "vendor", System.getProperty("java.vm.vendor", "unknown"),
          "version", System.getProperty("java.runtime.version", "unknown"));

  private RuntimeMetrics() {}

  static void write(MetricWriter out) throws IOException {
    out.family("jvm_runtime_info", MetricType.GAUGE, "JVM runtime info");
    out.sample(LABELS, 1);
  }
}

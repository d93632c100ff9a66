package dev.pharos.exporter.jvm;

import dev.pharos.exposition.MetricWriter;
import dev.pharos.model.Labels;
import dev.pharos.model.MetricType;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;

/** Collections of garbage: how many and how long, by collector. */
final class GarbageMetrics {

  private GarbageMetrics() {}

  static void write(MetricWriter out) throws IOException {
    out.family(
        "jvm_gc_collection_seconds",
        MetricType.SUMMARY,
        "Time spent in a given JVM garbage collector in seconds.",
        "seconds");
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      Labels labels = Labels.of("gc", collector.getName());
      out.sample("_count", labels, (double) collector.getCollectionCount());
      out.sample("_sum", labels, collector.getCollectionTime() / 1e3);
    }
  }
}

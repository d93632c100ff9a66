package dev.pharos.exporter.jvm;

import dev.pharos.exposition.MetricWriter;
import dev.pharos.model.Labels;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryUsage;
import java.util.LinkedHashMap;
import java.util.Map;

/** The heap, and what the JVM uses beside it. */
final class MemoryMetrics {

  private static final Labels HEAP = Labels.of("area", "heap");
  private static final Labels NONHEAP = Labels.of("area", "nonheap");
  private static final Usages USAGES = new Usages("jvm_memory_", "of a given JVM memory area.");

  private MemoryMetrics() {}

  // Finalizers are on their way out, but as long as a JVM runs them their queue can grow.
  @SuppressWarnings("deprecation")
  static void write(MetricWriter out) throws IOException {
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    out.gauge(
        "jvm_memory_objects_pending_finalization",
        "The number of objects waiting in the finalizer queue.",
        memory.getObjectPendingFinalizationCount());
    Map<Labels, MemoryUsage> usages = LinkedHashMap.newLinkedHashMap(2);
    usages.put(HEAP, memory.getHeapMemoryUsage());
    usages.put(NONHEAP, memory.getNonHeapMemoryUsage());
    USAGES.write(out, usages);
  }
}

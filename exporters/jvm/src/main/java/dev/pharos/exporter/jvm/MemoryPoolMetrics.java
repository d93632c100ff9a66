package dev.pharos.exporter.jvm;

import dev.pharos.exposition.MetricWriter;
import dev.pharos.model.Labels;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryUsage;
import java.util.LinkedHashMap;
import java.util.Map;

/** The pools of memory, as they are now and as they were after the last collection. */
final class MemoryPoolMetrics {

  private static final Usages NOW = new Usages("jvm_memory_pool_", "of a given JVM memory pool.");
  private static final Usages AFTER_COLLECTION =
      new Usages(
          "jvm_memory_pool_collection_", "after last collection of a given JVM memory pool.");

  private MemoryPoolMetrics() {}

  static void write(MetricWriter out) throws IOException {
    Map<Labels, MemoryUsage> now = new LinkedHashMap<>();
    Map<Labels, MemoryUsage> afterCollection = new LinkedHashMap<>();
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      Labels labels = Labels.of("pool", pool.getName());
      now.put(labels, pool.getUsage());
      // A pool that is not collected has none.
      MemoryUsage after = pool.getCollectionUsage();
      if (after != null) {
        afterCollection.put(labels, after);
      }
    }
    AFTER_COLLECTION.write(out, afterCollection);
    NOW.write(out, now);
  }
}

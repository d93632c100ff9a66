package dev.pharos.exporter.jvm;

import dev.pharos.exposition.MetricWriter;
import dev.pharos.model.Labels;
import dev.pharos.model.MetricType;
import java.io.IOException;
import java.lang.management.MemoryUsage;
import java.util.Map;
import java.util.function.ToLongFunction;

/** Writes the four figures of memory usage of several places, one family for each figure. */
final class Usages {

  /**
   * What a family is called and says: {@code jvm_memory_} and {@code of a given JVM memory area}.
   */
  private final String prefix;

  private final String of;

  Usages(String prefix, String of) {
    this.prefix = prefix;
    this.of = of;
  }

  void write(MetricWriter out, Map<Labels, MemoryUsage> usages) throws IOException {
    write(out, usages, "committed", "Committed (bytes)", MemoryUsage::getCommitted);
    write(out, usages, "init", "Initial bytes", MemoryUsage::getInit);
    write(out, usages, "max", "Max (bytes)", MemoryUsage::getMax);
    write(out, usages, "used", "Used bytes", MemoryUsage::getUsed);
  }

  private void write(
      MetricWriter out,
      Map<Labels, MemoryUsage> usages,
      String figure,
      String help,
      ToLongFunction<MemoryUsage> value)
      throws IOException {
    out.family(prefix + figure + "_bytes", MetricType.GAUGE, help + " " + of, "bytes");
    for (Map.Entry<Labels, MemoryUsage> usage : usages.entrySet()) {
      // Undefined figures are -1, and stand so in the client library's metrics too.
      out.sample(usage.getKey(), (double) value.applyAsLong(usage.getValue()));
    }
  }
}

package dev.pharos.exporter.jvm;

import dev.pharos.exposition.MetricWriter;
import dev.pharos.model.Labels;
import dev.pharos.model.MetricType;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.function.ToLongFunction;

/** Memory outside the heap: direct and mapped buffers. */
final class BufferMetrics {

  private BufferMetrics() {}

  static void write(MetricWriter out) throws IOException {
    List<BufferPoolMXBean> pools = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class);
    gauges(
        out,
        pools,
        "jvm_buffer_pool_capacity_bytes",
        "Bytes capacity of a given JVM buffer pool.",
        "bytes",
        BufferPoolMXBean::getTotalCapacity);
    gauges(
        out,
        pools,
        "jvm_buffer_pool_used_buffers",
        "Used buffers of a given JVM buffer pool.",
        "",
        BufferPoolMXBean::getCount);
    gauges(
        out,
        pools,
        "jvm_buffer_pool_used_bytes",
        "Used bytes of a given JVM buffer pool.",
        "bytes",
        BufferPoolMXBean::getMemoryUsed);
  }

  private static void gauges(
      MetricWriter out,
      List<BufferPoolMXBean> pools,
      String name,
      String help,
      String unit,
      ToLongFunction<BufferPoolMXBean> value)
      throws IOException {
    out.family(name, MetricType.GAUGE, help, unit);
    for (BufferPoolMXBean pool : pools) {
      long now = value.applyAsLong(pool);
      if (now >= 0) {
        out.sample(Labels.of("pool", pool.getName()), (double) now);
      }
    }
  }
}

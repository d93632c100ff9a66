package dev.pharos.exporter.jvm;

import dev.pharos.exporter.api.Collector;
import dev.pharos.exporter.api.Exporter;
import dev.pharos.exporter.api.ExporterRequest;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/** Exports the Java process that it runs in. */
@Component(service = Exporter.class, property = Exporter.TYPE + "=jvm")
public final class JvmExporter implements Exporter {

  private final AllocationCounter allocations = new AllocationCounter();
  private final List<Collector> collectors =
      List.of(
          Collector.of("buffers", BufferMetrics::write),
          Collector.of("classes", ClassMetrics::write),
          Collector.of("compilation", CompilationMetrics::write),
          Collector.of("gc", GarbageMetrics::write),
          Collector.of("memory", MemoryMetrics::write),
          Collector.of("memory_pools", MemoryPoolMetrics::write),
          Collector.of("allocation", allocations::write),
          Collector.of("process", ProcessMetrics::write),
          Collector.of("runtime", RuntimeMetrics::write),
          Collector.of("threads", ThreadMetrics::write));

  @Activate
  public JvmExporter() {
    allocations.start();
  }

  @Deactivate
  public void close() {
    allocations.stop();
  }

  @Override
  public List<Collector> collectors(ExporterRequest request) {
    return collectors;
  }
}

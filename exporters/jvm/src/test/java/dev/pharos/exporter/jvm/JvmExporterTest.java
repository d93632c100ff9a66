package dev.pharos.exporter.jvm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pharos.exporter.api.Exporter;
import dev.pharos.exporter.api.ExporterRequest;
import dev.pharos.exporter.testkit.ExporterContract;
import dev.pharos.exporter.testkit.Exposition;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JvmExporterTest extends ExporterContract {

  private final JvmExporter exporter = new JvmExporter();

  @AfterEach
  void close() {
    exporter.close();
  }

  @Override
  protected Exporter exporter() {
    return exporter;
  }

  @Test
  void families_are_those_of_the_java_client_library() throws Exception {
    var families = new TreeSet<>(Exposition.of(exporter, ExporterRequest.PLAIN).help().keySet());

    families.removeIf(family -> family.startsWith("process_"));
    assertEquals(
        new TreeSet<>(
            List.of(
                "jvm_buffer_pool_capacity_bytes",
                "jvm_buffer_pool_used_buffers",
                "jvm_buffer_pool_used_bytes",
                "jvm_classes_currently_loaded",
                "jvm_classes_loaded_total",
                "jvm_classes_unloaded_total",
                "jvm_compilation_time_seconds_total",
                "jvm_gc_collection_seconds",
                "jvm_memory_committed_bytes",
                "jvm_memory_init_bytes",
                "jvm_memory_max_bytes",
                "jvm_memory_objects_pending_finalization",
                "jvm_memory_pool_allocated_bytes_total",
                "jvm_memory_pool_collection_committed_bytes",
                "jvm_memory_pool_collection_init_bytes",
                "jvm_memory_pool_collection_max_bytes",
                "jvm_memory_pool_collection_used_bytes",
                "jvm_memory_pool_committed_bytes",
                "jvm_memory_pool_init_bytes",
                "jvm_memory_pool_max_bytes",
                "jvm_memory_pool_used_bytes",
                "jvm_memory_used_bytes",
                "jvm_runtime_info",
                "jvm_threads_current",
                "jvm_threads_daemon",
                "jvm_threads_deadlocked",
                "jvm_threads_deadlocked_monitor",
                "jvm_threads_peak",
                "jvm_threads_started_total",
                "jvm_threads_state")),
        families);
  }

  @Test
  void the_heap_in_use_is_at_most_what_is_committed() throws Exception {
    Exposition told = Exposition.of(exporter, ExporterRequest.PLAIN);

    double used = told.value("jvm_memory_used_bytes", "area", "heap");
    double committed = told.value("jvm_memory_committed_bytes", "area", "heap");
    assertTrue(used > 0 && used <= committed, used + " of " + committed);
  }

  @Test
  void every_platform_thread_is_in_one_state() throws Exception {
    Exposition told = Exposition.of(exporter, ExporterRequest.PLAIN);

    double states =
        told.samples().entrySet().stream()
            .filter(sample -> sample.getKey().metricName().equals("jvm_threads_state"))
            .mapToDouble(Map.Entry::getValue)
            .sum();
    assertEquals(
        told.value("jvm_threads_current"), states, 5, "threads may start between the two looks");
  }
}

package dev.pharos.exporter.jvm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pharos.exposition.MetricWriter;
import dev.pharos.model.Exemplar;
import dev.pharos.model.Labels;
import dev.pharos.model.MetricType;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AllocationCounterTest {

  private final AllocationCounter counter = new AllocationCounter();

  @Test
  void what_a_pool_gained_between_collections_was_allocated() throws IOException {
    counter.count("eden", 100, 10);
    counter.count("eden", 150, 20);
    counter.count("old", 5, 5);

    assertEquals(Map.of("eden", 240.0, "old", 5.0), written());
  }

  @Test
  void a_pool_that_shrank_between_collections_counts_nothing() throws IOException {
    counter.count("eden", 100, 80);
    counter.count("eden", 60, 50);

    assertEquals(Map.of("eden", 100.0), written());
  }

  private Map<String, Double> written() throws IOException {
    Map<String, Double> values = new TreeMap<>();
    counter.write(
        new MetricWriter() {
          @Override
          public void family(String name, MetricType type, String help, String unit) {
            assertEquals("jvm_memory_pool_allocated_bytes_total", name);
          }

          @Override
          public void sample(
              String suffix,
              Labels labels,
              double value,
              long timestampMillis,
              @Nullable Exemplar exemplar) {
            values.put(labels.get("pool"), value);
          }
        });
    return values;
  }
}

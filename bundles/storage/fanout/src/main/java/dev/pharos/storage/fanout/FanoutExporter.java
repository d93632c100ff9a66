package dev.pharos.storage.fanout;

import dev.pharos.exporter.api.Collector;
import dev.pharos.exporter.api.Exporter;
import dev.pharos.exporter.api.ExporterRequest;
import dev.pharos.exposition.MetricWriter;
import dev.pharos.model.Labels;
import dev.pharos.model.MetricType;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Tells which parts there are and how often one failed. */
final class FanoutExporter implements Exporter {

  private final Supplier<Parts> parts;
  private final PartFailures failures;

  FanoutExporter(Supplier<Parts> parts, PartFailures failures) {
    this.parts = parts;
    this.failures = failures;
  }

  @Override
  public List<Collector> collectors(ExporterRequest request) {
    return List.of(Collector.of("storage_fanout", this::collect));
  }

  private void collect(MetricWriter out) throws IOException {
    Parts now = parts.get();
    out.gauge("pharos_storage_writers", "Storage parts that take samples.", now.writers().size());
    out.gauge("pharos_storage_readers", "Storage parts that are read.", now.readers().size());
    write(
        out,
        "pharos_storage_part_write_failures_total",
        "Batches that a part behind the main one did not take.",
        failures.writes());
    write(
        out,
        "pharos_storage_part_read_failures_total",
        "Reads that a part behind the main one did not answer.",
        failures.reads());
  }

  private static void write(MetricWriter out, String name, String help, Map<String, Long> counts)
      throws IOException {
    out.family(name, MetricType.COUNTER, help);
    for (Map.Entry<String, Long> count : counts.entrySet()) {
      out.sample(Labels.of("part", count.getKey()), count.getValue().doubleValue());
    }
  }
}

package dev.pharos.storage.tsdb;

import dev.pharos.exporter.api.Collector;
import dev.pharos.exporter.api.Exporter;
import dev.pharos.exporter.api.ExporterRequest;
import dev.pharos.exposition.MetricWriter;
import java.io.IOException;
import java.util.List;

/**
 * Tells about the database under the names of the original; {@code
 * docs/parity/prometheus-tsdb-metrics.md} lists them.
 */
final class TsdbExporter implements Exporter {

  private final HeadMetrics head;
  private final LogMetrics logs;
  private final BlockMetrics blocks;

  TsdbExporter(TsdbStorage storage) {
    this.head = new HeadMetrics(storage.head());
    this.logs = new LogMetrics(storage.settings(), storage.figures());
    this.blocks = new BlockMetrics(storage);
  }

  @Override
  public List<Collector> collectors(ExporterRequest request) {
    return List.of(Collector.of("tsdb", this::collect));
  }

  private void collect(MetricWriter out) throws IOException {
    head.write(out);
    logs.write(out);
    blocks.write(out);
  }
}

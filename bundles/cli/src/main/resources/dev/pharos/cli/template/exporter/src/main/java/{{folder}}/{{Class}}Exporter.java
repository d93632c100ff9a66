package {{package}};

import dev.pharos.exporter.api.Collector;
import dev.pharos.exporter.api.Exporter;
import dev.pharos.exporter.api.ExporterRequest;
import dev.pharos.exposition.MetricWriter;
import dev.pharos.model.Labels;
import dev.pharos.model.MetricType;
import java.io.File;
import java.io.IOException;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** Metrics of {{name}}. */
@Component(property = Exporter.TYPE + "={{name}}")
public final class {{Class}}Exporter implements Exporter {

  private final long startedNanos = System.nanoTime();

  /** One collector for each thing that can fail alone; it is timed, and its failure told. */
  @Override
  public List<Collector> collectors(ExporterRequest request) {
    return List.of(Collector.of("life", this::life));
  }

  private void life(MetricWriter out) throws IOException {
    out.gauge(
        "{{metric}}_plugged_in_seconds",
        "Time since the exporter was plugged in.",
        (System.nanoTime() - startedNanos) / 1e9);

    out.family("{{metric}}_folders_bytes", MetricType.GAUGE, "Free space of well-known folders.", "bytes");
    for (String folder : List.of("/", "/tmp")) {
      out.sample(Labels.of("folder", folder), new File(folder).getUsableSpace());
    }
  }
}

package dev.pharos.target.scrape;

import dev.pharos.exporter.api.Collector;
import dev.pharos.exporter.api.Exporter;
import dev.pharos.exporter.api.ExporterRequest;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Tells how scraping goes. */
@Component(service = Exporter.class, property = Exporter.TYPE + "=" + Exporter.SELF)
public final class ScrapeMetricsExporter implements Exporter {

  private final List<Collector> collectors;

  @Activate
  public ScrapeMetricsExporter(@Reference ScrapePools pools) {
    collectors = List.of(Collector.of("scrape", pools.metrics().registry()::write));
  }

  @Override
  public List<Collector> collectors(ExporterRequest request) {
    return collectors;
  }
}

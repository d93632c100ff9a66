package dev.pharos.web.prometheus.remote;

import dev.pharos.client.Counter;
import dev.pharos.client.Registry;
import dev.pharos.exporter.api.Collector;
import dev.pharos.exporter.api.Exporter;
import dev.pharos.exporter.api.ExporterRequest;
import java.util.List;
import java.util.function.IntSupplier;
import org.osgi.service.component.annotations.Component;

/** What the receiver of remote write tells about itself. Safe for use by several threads. */
@Component(
    service = {WriteMetrics.class, Exporter.class},
    property = Exporter.TYPE + "=" + Exporter.SELF)
public final class WriteMetrics implements Exporter {

  private final Registry registry = new Registry();
  private final Counter appended =
      registry.counter(
          "pharos_remote_write_received_samples_total",
          "Samples and histograms written by remote write.");
  private final Counter invalid =
      registry.counter(
          "prometheus_api_remote_write_invalid_labels_samples_total",
          "The total number of received remote write samples and histogram samples which were"
              + " rejected due to invalid labels.");
  private volatile IntSupplier cachedSeries = () -> 0;
  private final List<Collector> collectors = List.of(Collector.of("remote_write", registry::write));

  public WriteMetrics() {
    registry.gauge(
        "pharos_remote_write_cached_series",
        "Series that the receiver of remote write knows by their labels' bytes.",
        () -> cachedSeries.getAsInt());
  }

  void appended(int samples) {
    appended.inc(samples);
  }

  void invalid(int samples) {
    invalid.inc(samples);
  }

  void cachedSeries(IntSupplier size) {
    cachedSeries = size;
  }

  @Override
  public List<Collector> collectors(ExporterRequest request) {
    return collectors;
  }
}

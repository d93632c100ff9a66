package dev.pharos.config.yaml;

import dev.pharos.client.Registry;
import dev.pharos.exporter.api.Collector;
import dev.pharos.exporter.api.Exporter;
import dev.pharos.exporter.api.ExporterRequest;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Tells how the last attempt to load the configuration went. */
@Component(service = Exporter.class, property = Exporter.TYPE + "=" + Exporter.SELF)
public final class ConfigMetrics implements Exporter {

  private final Registry registry = new Registry();

  @Activate
  public ConfigMetrics(@Reference ConfigLoader loader) {
    registry.gauge(
        "prometheus_config_last_reload_successful",
        "Whether the last configuration reload attempt was successful.",
        () -> loader.lastSucceeded() ? 1 : 0);
    registry.gauge(
        "prometheus_config_last_reload_success_timestamp_seconds",
        "Timestamp of the last successful configuration reload.",
        () -> loader.lastSuccessMillis() / 1000.0);
  }

  @Override
  public List<Collector> collectors(ExporterRequest request) {
    return List.of(Collector.of("config", registry::write));
  }
}

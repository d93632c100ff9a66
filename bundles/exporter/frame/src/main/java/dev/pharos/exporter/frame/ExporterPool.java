package dev.pharos.exporter.frame;

import dev.pharos.target.api.Discovery;
import dev.pharos.target.api.PoolSource;
import dev.pharos.target.api.ScrapeTransport;
import dev.pharos.target.api.TargetGroup;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The scrape pool of an exporter in this process: one target, whose job is the exporter's name.
 *
 * @param pool the exporter's name
 * @param address of the target, which becomes its {@code instance}
 */
record ExporterPool(String pool, OwnAddress address) implements PoolSource {

  /** Longer than a listener takes to open; after it, the usual port is good enough. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  @Override
  public String scheme() {
    return ScrapeTransport.INPROC;
  }

  @Override
  public Discovery discovery() {
    return this::run;
  }

  private void run(Consumer<List<TargetGroup>> updates) throws InterruptedException {
    Map<String, String> labels = Map.of("__metrics_path__", MetricsPath.of(pool));
    String current = address.first(PATIENCE);
    while (true) {
      updates.accept(List.of(TargetGroup.ofAddresses(pool, List.of(current), labels)));
      current = address.next(current);
    }
  }
}

package dev.pharos.distribution.demo;

import dev.pharos.client.Counter;
import dev.pharos.client.Gauge;
import dev.pharos.client.Histogram;
import dev.pharos.client.Registry;
import dev.pharos.exposition.ExpositionWriter;
import dev.pharos.exposition.Negotiation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** What the shop counts about itself. Safe for use by several threads. */
final class ShopMetrics {

  private final Registry registry = new Registry();

  private final Counter requests =
      Counter.builder()
          .name("api_requests_total")
          .help("Requests answered.")
          .labelNames("endpoint", "status")
          .register(registry);

  private final Histogram duration =
      Histogram.builder()
          .name("api_request_duration_seconds")
          .help("Time from request to answer.")
          .labelNames("endpoint")
          .register(registry);

  private final Gauge active =
      Gauge.builder().name("active_requests").help("Requests being answered.").register(registry);

  void began() {
    active.inc();
  }

  void answered(Endpoint endpoint, int status, double seconds) {
    active.dec();
    requests.labelValues(endpoint.path, String.valueOf(status)).inc();
    duration.labelValues(endpoint.path).observe(seconds);
  }

  /** Requests being answered at present. */
  int active() {
    return (int) active.get();
  }

  byte[] exposition(Negotiation agreed) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ExpositionWriter writer = ExpositionWriter.of(agreed, bytes);
    registry.write(writer);
    writer.end();
    writer.flush();
    return bytes.toByteArray();
  }
}

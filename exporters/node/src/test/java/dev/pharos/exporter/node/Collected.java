package dev.pharos.exporter.node;

import dev.pharos.exporter.api.Collector;
import dev.pharos.exporter.api.ExporterRequest;
import dev.pharos.exporter.testkit.Exposition;
import java.util.List;

/** What a collector alone has to tell. */
final class Collected {

  private Collected() {}

  static Exposition from(Collector collector) throws Exception {
    return Exposition.of(request -> List.of(collector), ExporterRequest.PLAIN);
  }
}

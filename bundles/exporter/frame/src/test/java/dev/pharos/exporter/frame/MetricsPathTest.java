package dev.pharos.exporter.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetricsPathTest {

  @ParameterizedTest
  @CsvSource({
    "/metrics, pharos",
    "/exporters/node/metrics, node",
    "/exporters/blackbox/probe, blackbox",
    "/exporters/node, ''",
    "/exporters//metrics, ''",
    "/exporters/node/metrics/, ''",
    "/exporters/node/other, ''",
    "/metrics/node, ''",
    "/other/node/metrics, ''"
  })
  void a_path_leads_to_one_exporter_or_none(String path, String exporter) {
    assertEquals(exporter, MetricsPath.exporter(path).orElse(""));
  }

  @Test
  void parameters_are_decoded_and_may_stand_several_times() {
    assertEquals(
        Map.of("collect[]", List.of("cpu", "a b"), "x", List.of("")),
        MetricsPath.request(URI.create("inproc://h/m?collect%5B%5D=cpu&collect%5B%5D=a+b&x"))
            .parameters());
    assertEquals(Map.of(), MetricsPath.request(URI.create("inproc://h/m")).parameters());
  }
}

package dev.pharos.http.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pharos.exposition.ExpositionFormat;
import dev.pharos.exposition.ExpositionWriter;
import dev.pharos.identity.api.Operation;
import dev.pharos.identity.api.PathRule;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RequestMetricsTest {

  @Test
  void requests_are_counted_with_their_handler_and_code() throws Exception {
    RunningServer server = new RunningServer();
    server.get("/metrics");
    server.get("/metrics");
    server.post("/admin/x");
    server.get("/admin/one/two");
    // Has ended every request when it returns.
    server.close();

    String text = text(server);

    assertLine(text, "prometheus_http_requests_total{code=\"200\",handler=\"/metrics\"} 2");
    assertLine(text, "prometheus_http_requests_total{code=\"401\",handler=\"/admin/*\"} 2");
    assertLine(text, "prometheus_http_request_duration_seconds_count{handler=\"/metrics\"} 2");
    assertLine(
        text, "prometheus_http_request_duration_seconds_bucket{handler=\"/metrics\",le=\"120\"} 2");
    assertLine(
        text, "prometheus_http_response_size_bytes_bucket{handler=\"/admin/*\",le=\"100\"} 2");
    assertLine(text, "prometheus_http_response_size_bytes_count{handler=\"/metrics\"} 2");
  }

  private static String text(RunningServer server) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ExpositionWriter writer = ExpositionWriter.of(ExpositionFormat.TEXT, bytes);
    server.registry.write(writer);
    writer.end();
    writer.flush();
    return bytes.toString(UTF_8);
  }

  private static void assertLine(String text, String line) {
    assertTrue(text.lines().anyMatch(line::equals), () -> line + " is not in:\n" + text);
  }

  @Test
  void handlers_are_named_by_patterns_and_never_by_what_a_stranger_asks_for() {
    PathRules rules = new PathRules();
    rules.add(
        () -> List.of(new PathRule("/pushgateway/metrics/*", Set.of("PUT"), Operation.INGEST)));

    Map.of(
            "/api/v1/query", "/api/v1/query",
            "/api/v1/label/job/values", "/api/v1/label/:name/values",
            "/api/v1/whatever/123", "/api/v1/*",
            "/api/pharos/v1/dashboards/abc", "/api/pharos/v1/*",
            "/-/ready", "/-/ready",
            "/VAADIN/build/x.js", "/VAADIN/*",
            "/pushgateway/metrics/job/a", "/pushgateway/metrics/*",
            "/system/console/bundles", "/system/console/*",
            "/some/page", "/*",
            "/", "/")
        .forEach((path, name) -> assertEquals(name, HandlerNames.of(path, rules), path));
  }
}

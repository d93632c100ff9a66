package dev.pharos.http.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pharos.identity.api.Operation;
import dev.pharos.identity.api.PathRule;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RequestMetricsTest {

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

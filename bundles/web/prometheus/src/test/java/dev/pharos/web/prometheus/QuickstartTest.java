package dev.pharos.web.prometheus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The queries that tutorials show newcomers. */
class QuickstartTest {

  @Test
  void every_query_of_the_tutorials_is_answered() throws Exception {
    String folder = System.getenv("PHAROS_CONFORMANCE");
    assumeTrue(folder != null, "PHAROS_CONFORMANCE is not set");
    Fixture fixture = new Fixture().series("__name__", "up", "job", "node");

    for (String query : Files.readAllLines(Path.of(folder, "quickstart", "queries.promql"))) {
      Exchange exchange = Exchange.get("/query").with("query", query).on(fixture.api());

      assertEquals(200, exchange.status(), query + ": " + exchange.body());
    }
  }
}

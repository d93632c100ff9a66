package dev.pharos.web.prometheus;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class FederateServletTest {

  private final Fixture fixture = new Fixture();

  private Exchange federate(String... selectors) throws Exception {
    InstantSource clock = InstantSource.fixed(Instant.ofEpochMilli(Fixture.NOW));
    return Exchange.get("/")
        .with("match[]", selectors)
        .on(new FederateServlet(fixture.platform, clock));
  }

  @Test
  void the_latest_sample_of_each_series_is_exposed_with_its_time() throws Exception {
    fixture.series("__name__", "b", "x", "1").series("__name__", "a").series("__name__", "c");

    assertEquals(
        """
        # TYPE a untyped
        a 60 1600000000000
        # TYPE b untyped
        b{x="1"} 60 1600000000000
        """,
        federate("a", "b").body().replaceAll("# HELP.*\n", ""));
  }

  @Test
  void a_selector_that_does_not_parse_is_refused() throws Exception {
    assertEquals(400, federate("a{").status());
  }
}

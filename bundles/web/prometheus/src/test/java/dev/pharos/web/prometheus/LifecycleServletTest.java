package dev.pharos.web.prometheus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LifecycleServletTest {

  private final Fixture fixture = new Fixture();
  private final CountDownLatch stopped = new CountDownLatch(1);

  private Exchange call(String method, String path) throws Exception {
    return new Exchange(method, path)
        .on(new LifecycleServlet(fixture.platform, fixture.settings, stopped::countDown));
  }

  @Test
  void it_is_healthy_from_the_first_moment() throws Exception {
    fixture.platform.config = null;
    fixture.platform.storage = null;

    assertEquals("Prometheus Server is Healthy.\n", call("GET", "/healthy").body());
    assertEquals(503, call("GET", "/ready").status());
  }

  @Test
  void it_is_ready_when_the_configuration_is_in_force_and_the_log_replayed() throws Exception {
    assertEquals("Prometheus Server is Ready.\n", call("GET", "/ready").body());
  }

  @Test
  void it_is_not_ready_before_queries_can_be_answered() throws Exception {
    var engine = fixture.platform.engine;
    fixture.platform.engine = null;
    assertEquals(503, call("GET", "/ready").status());
    fixture.platform.engine = engine;
    assertEquals(200, call("GET", "/ready").status());
    fixture.platform.series = null;
    assertEquals(503, call("GET", "/ready").status());
  }

  @Test
  void reload_and_quit_need_their_flag() throws Exception {
    assertEquals(403, call("POST", "/reload").status());
    assertEquals(403, call("PUT", "/quit").status());
    assertEquals(405, call("GET", "/reload").status());
    assertEquals(0, fixture.config.reloads);
  }

  @Test
  void where_the_flag_is_given_they_do_what_they_say() throws Exception {
    fixture.settings = new Settings(true, false, false, "", "0.1.0", Map.of());

    assertEquals(200, call("POST", "/reload").status());
    assertEquals(1, fixture.config.reloads);
    assertEquals("Requesting termination... Goodbye!\n", call("POST", "/quit").body());
    assertTrue(stopped.await(5, TimeUnit.SECONDS));
  }
}

package dev.pharos.exporter.frame;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pharos.exporter.api.Collector;
import dev.pharos.target.api.ScrapeBody;
import dev.pharos.target.api.ScrapeTransport;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class InprocTransportTest {

  private static final Duration LONG = Duration.ofSeconds(30);

  private final Exporters exporters = new Exporters();
  private final ScrapeTransport.Client client =
      new InprocTransport(exporters).open(Optional.empty());
  private final ScrapeBody body = new ScrapeBody(0);

  private void offer(String name, Collector.Collection collection) {
    exporters.add(
        new Offer(name, request -> List.of(Collector.of("c", collection)), "", "test.bundle", 1));
  }

  private static ScrapeTransport.Request request(String path, Duration timeout, String accept) {
    return new ScrapeTransport.Request(
        URI.create("inproc://host:9090" + path), Map.of("accept", accept), timeout);
  }

  @Test
  void the_page_arrives_in_the_format_that_is_wanted() throws Exception {
    offer("node", out -> out.gauge("up", "Up.", 1));

    client.fetch(
        request("/exporters/node/metrics", LONG, "application/openmetrics-text;version=1.0.0"),
        body);

    assertEquals(
        "application/openmetrics-text; version=1.0.0; charset=utf-8; escaping=underscores",
        body.contentType());
    assertEquals(
        "# TYPE up gauge\n# HELP up Up.\nup 1.0\n# EOF\n",
        new String(body.bytes(), 0, body.length(), UTF_8));
  }

  @Test
  void the_platform_itself_is_at_metrics() throws Exception {
    offer("pharos", out -> out.gauge("up", "Up.", 1));

    client.fetch(request("/metrics", LONG, ""), body);

    assertTrue(body.length() > 0);
  }

  @Test
  void an_exporter_that_is_too_slow_is_interrupted_and_told_so() throws Exception {
    CountDownLatch interrupted = new CountDownLatch(1);
    offer(
        "node",
        out -> {
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            interrupted.countDown();
            throw e;
          }
        });

    var e =
        assertThrows(
            IOException.class,
            () ->
                client.fetch(request("/exporters/node/metrics", Duration.ofMillis(20), ""), body));

    assertEquals("exporter node did not answer within 20 ms", e.getMessage());
    assertTrue(interrupted.await(10, TimeUnit.SECONDS));
  }

  @Test
  void one_that_hangs_for_good_is_refused_in_the_end() {
    CountDownLatch end = new CountDownLatch(1);
    offer(
        "node",
        out -> {
          boolean over = false;
          while (!over) {
            try {
              end.await();
              over = true;
            } catch (InterruptedException e) {
              // It does not mind.
            }
          }
        });
    String message = "";
    // A scrape that was cancelled before it began leaves nothing behind, hence more tries than 40.
    for (int i = 0; i < 1000 && !message.contains("has 40"); i++) {
      var e =
          assertThrows(
              IOException.class,
              () ->
                  client.fetch(request("/exporters/node/metrics", Duration.ofMillis(2), ""), body));
      message = String.valueOf(e.getMessage());
    }
    end.countDown();

    assertEquals("exporter node has 40 scrapes that it has not answered", message);
  }

  @Test
  void a_path_of_no_exporter_is_told_so() {
    var e =
        assertThrows(
            IOException.class, () -> client.fetch(request("/node/metrics", LONG, ""), body));

    assertEquals(
        "no exporter has the path /node/metrics; write /metrics or /exporters/<name>/metrics",
        e.getMessage());
  }

  @Test
  void an_exporter_that_is_not_there_is_told_with_those_that_are() {
    var e =
        assertThrows(
            IOException.class,
            () -> client.fetch(request("/exporters/mysql/metrics", LONG, ""), body));

    assertEquals("no exporter is called mysql; there are none", e.getMessage());
  }

  @Test
  void a_body_beyond_its_limit_fails_the_scrape() {
    offer("node", out -> out.gauge("up", "x".repeat(1000), 1));

    assertThrows(
        IOException.class,
        () -> client.fetch(request("/exporters/node/metrics", LONG, ""), new ScrapeBody(100)));
  }
}

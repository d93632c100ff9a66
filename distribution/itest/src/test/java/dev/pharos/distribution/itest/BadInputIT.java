package dev.pharos.distribution.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What comes from outside may be wrong or hostile: it gets a clear answer and does no harm. */
class BadInputIT {

  @TempDir static Path folder;
  private static HttpServer garbage;
  private static Server server;

  @BeforeAll
  static void start() throws Exception {
    garbage = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    garbage.createContext(
        "/metrics",
        exchange -> {
          byte[] body = "good_metric 1\nthis is {no metric\n".getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4");
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    garbage.start();
    Path place = Server.place(folder);
    Files.writeString(
        place.resolve("conf/prometheus.yml"),
        """
        global:
          scrape_interval: 1s
        scrape_configs:
          - job_name: garbage
            static_configs:
              - targets: ["127.0.0.1:%d"]
        """
            .formatted(garbage.getAddress().getPort()));
    server = Server.start(place);
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
    garbage.stop(0);
  }

  @Test
  void a_target_that_serves_garbage_is_down_with_the_line_named_and_the_others_are_up()
      throws Exception {
    Eventually.within(
        Duration.ofSeconds(15),
        "the garbage is noticed",
        () -> target("garbage").get("health").getAsString().equals("down"));
    String error = target("garbage").get("lastError").getAsString();
    assertTrue(error.contains("line 2"), error);
    Eventually.within(
        Duration.ofSeconds(15),
        "the others are up",
        () -> target("node").get("health").getAsString().equals("up"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sum(rate(up[5m])   | 1:17",
        "up{job=            | 1:",
        "up + + ) 1         | 1:",
        "rate(up)           | 1:6",
        "nonsense(up)       | 1:1",
      })
  void a_bad_query_answers_400_in_the_envelope_with_its_position(String query, String position)
      throws Exception {
    HttpResponse<String> answer = server.get("/api/v1/query?query=" + Server.encode(query));
    assertEquals(400, answer.statusCode(), answer.body());
    JsonObject envelope = JsonParser.parseString(answer.body()).getAsJsonObject();
    assertEquals("error", envelope.get("status").getAsString());
    assertEquals("bad_data", envelope.get("errorType").getAsString());
    assertTrue(envelope.get("error").getAsString().contains(position), answer.body());
  }

  @ParameterizedTest
  @CsvSource({
    "POST,   /api/pharos/v1/bundles",
    "DELETE, /api/pharos/v1/bundles/dev.pharos.exporter.node",
    "GET,    /system/console/bundles",
    "POST,   /system/console/bundles",
    "POST,   /system/console/configMgr",
    "POST,   /anything/that/changes",
    "PUT,    /api/v1/admin/none",
    "POST,   /api/pharos/v1/../v1/bundles",
    "POST,   /api/pharos/v1/%2e%2e/v1/bundles",
    "GET,    /api/../system/console/bundles",
    "GET,    //system/console/bundles",
    "GET,    /system;x=1/console/bundles",
    "GET,    /system%2Fconsole/bundles",
  })
  void without_a_login_nothing_can_be_changed(String method, String path) throws Exception {
    HttpResponse<String> answer =
        server.send(
            HttpRequest.newBuilder(server.uri(path))
                .method(method, HttpRequest.BodyPublishers.noBody()));
    assertTrue(
        Set.of(400, 401, 403, 404).contains(answer.statusCode()),
        method + " " + path + " answered " + answer.statusCode() + " " + answer.body());
    boolean reachable = answer.statusCode() == 404;
    assertTrue(
        !reachable || !answer.body().contains("Bundle"), path + " answered " + answer.body());
  }

  private static JsonObject target(String pool) throws Exception {
    for (JsonElement element :
        server.api("targets").getAsJsonObject().getAsJsonArray("activeTargets")) {
      if (element.getAsJsonObject().get("scrapePool").getAsString().equals(pool)) {
        return element.getAsJsonObject();
      }
    }
    throw new AssertionError("no target of " + pool);
  }
}

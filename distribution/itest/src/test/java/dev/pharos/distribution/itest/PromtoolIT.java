package dev.pharos.distribution.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The original's own tool, and what tutorials show, work against this server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PromtoolIT {

  @TempDir static Path folder;
  private Server server;

  @BeforeAll
  void start() throws Exception {
    Path place = Server.place(folder);
    Files.writeString(place.resolve("conf/prometheus.yml"), "global:\n  scrape_interval: 1s\n");
    server = Server.start(place);
    Eventually.within(
        Duration.ofSeconds(20), "something is up", () -> !server.query("up == 1").isEmpty());
  }

  @AfterAll
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void promtool_queries_an_instant() throws Exception {
    Peers.Run run = promtool("query", "instant", url(), "up");
    assertEquals(0, run.exit(), run.output());
    assertTrue(run.output().contains("up{") && run.output().contains("=> 1 @["), run.output());
  }

  @Test
  void promtool_queries_a_range() throws Exception {
    Instant now = Instant.now();
    Peers.Run run =
        promtool(
            "query",
            "range",
            "--start=" + now.minusSeconds(30).getEpochSecond(),
            "--end=" + now.getEpochSecond(),
            "--step=1s",
            url(),
            "up");
    assertEquals(0, run.exit(), run.output());
    assertTrue(run.output().contains("1 @["), run.output());
  }

  @Test
  void promtool_lists_series_and_labels() throws Exception {
    Peers.Run series = promtool("query", "series", "--match=up", url());
    assertEquals(0, series.exit(), series.output());
    assertTrue(series.output().contains("__name__=\"up\""), series.output());
    Peers.Run labels = promtool("query", "labels", url(), "job");
    assertEquals(0, labels.exit(), labels.output());
    assertTrue(labels.output().lines().toList().contains("node"), labels.output());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/metrics", "/exporters/pharos/metrics", "/exporters/jvm/metrics"})
  void promtool_finds_no_fault_in_our_metrics(String path) throws Exception {
    Peers.Run run =
        Peers.run(server.get(path).body(), Peers.program("promtool"), "check", "metrics");
    // Of the original's own names, three do not keep to what it asks of others.
    List<String> faults =
        run.output()
            .lines()
            .filter(line -> !line.startsWith("prometheus_tsdb_head_native_histogram_"))
            .filter(line -> !line.startsWith("prometheus_engine_query_duration_histogram_seconds"))
            .toList();
    assertEquals(List.of(), faults);
  }

  @ParameterizedTest
  @MethodSource("quickstartQueries")
  void every_query_that_tutorials_show_answers(String query) throws Exception {
    var answer = server.get("/api/v1/query?query=" + Server.encode(query));
    assertEquals(200, answer.statusCode(), query + " answered " + answer.body());
    JsonObject envelope = JsonParser.parseString(answer.body()).getAsJsonObject();
    assertEquals("success", envelope.get("status").getAsString());
  }

  static Stream<String> quickstartQueries() throws Exception {
    List<String> queries =
        Files.readAllLines(Peers.conformance("quickstart").resolve("queries.promql"));
    assertFalse(queries.isEmpty());
    return queries.stream().filter(line -> !line.isBlank() && !line.startsWith("#"));
  }

  @Test
  void the_smallest_configuration_of_tutorials_loads() throws Exception {
    Path place = Server.place(folder.resolve("minimal"));
    Path config = Peers.conformance("quickstart").resolve("prometheus-minimal.yml");
    try (Server minimal = Server.start(place, "--config.file=" + config)) {
      Eventually.within(
          Duration.ofSeconds(20),
          "its job is there",
          () -> minimal.api("scrape_pools").toString().contains("\"api\""));
    }
  }

  private String url() {
    return "http://127.0.0.1:" + server.port();
  }

  private static Peers.Run promtool(String... arguments) throws Exception {
    String[] command = new String[arguments.length + 1];
    command[0] = Peers.program("promtool");
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    return Peers.run("", command);
  }
}

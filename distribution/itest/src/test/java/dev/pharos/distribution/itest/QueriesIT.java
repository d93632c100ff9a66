package dev.pharos.distribution.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What surrounds the evaluation of queries: limits, queue, ends, log, and the file of a crash. */
class QueriesIT {

  /** Sorts thousands of windows of thousands of values: a minute of work with little memory. */
  private static final String SLOW =
      "quantile_over_time(0.5,quantile_over_time(0.5,sin(vector(time())*1000)[2h:1s])[3h:1s])";

  private static final String SLOW_PATH =
      "/api/v1/query_range?start=100000&end=110000&step=1&query=" + Server.encode(SLOW);

  @TempDir Path folder;
  private Server server;

  @BeforeEach
  void start() throws Exception {
    Path place = Server.place(folder);
    Files.writeString(
        place.resolve("conf/prometheus.yml"), "global:\n  query_log_file: ../query.log\n");
    server =
        Server.start(
            place,
            "--query.max-concurrency=1",
            "--query.max-samples=100000",
            "--query.timeout=40s",
            "--query.lookback-delta=7m");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static void assertError(
      int status, String type, String message, HttpResponse<String> answer) {
    assertEquals(status, answer.statusCode(), answer.body());
    JsonObject error = JsonParser.parseString(answer.body()).getAsJsonObject();
    assertEquals(type, error.get("errorType").getAsString());
    assertEquals(message, error.get("error").getAsString());
  }

  private CompletableFuture<HttpResponse<String>> slow() {
    CompletableFuture<HttpResponse<String>> answer = new CompletableFuture<>();
    Thread.ofVirtual()
        .name("slow query")
        .start(
            () -> {
              try {
                answer.complete(server.get(SLOW_PATH));
              } catch (Exception e) {
                answer.completeExceptionally(e);
              }
            });
    return answer;
  }

  private JsonArray queries() throws Exception {
    return JsonParser.parseString(server.get("/api/pharos/v1/queries").body())
        .getAsJsonObject()
        .getAsJsonArray("queries");
  }

  private JsonObject awaitRunning() throws Exception {
    Eventually.within(Duration.ofSeconds(20), "the query is listed", () -> !queries().isEmpty());
    return queries().get(0).getAsJsonObject();
  }

  @Test
  void flags_set_the_limits() throws Exception {
    JsonObject flags = server.api("status/flags").getAsJsonObject();
    assertEquals("1", flags.get("query.max-concurrency").getAsString());
    assertEquals("100000", flags.get("query.max-samples").getAsString());
    assertEquals("40s", flags.get("query.timeout").getAsString());
    assertEquals("7m", flags.get("query.lookback-delta").getAsString());
    String metrics = server.get("/metrics").body();
    assertTrue(metrics.contains("\nprometheus_engine_queries_concurrent_max 1\n"), metrics);

    assertError(
        422,
        "execution",
        "query processing would load too many samples into memory in query execution",
        server.get("/api/v1/query?query=" + Server.encode("sum_over_time(vector(1)[30h:1s])")));
    assertEquals(200, server.get("/api/v1/query?query=1").statusCode());
    assertError(
        503,
        "timeout",
        "query timed out in expression evaluation",
        server.get(SLOW_PATH + "&timeout=300ms"));
  }

  @Test
  void one_runs_and_the_others_wait_and_each_can_be_ended() throws Exception {
    CompletableFuture<HttpResponse<String>> first = slow();
    JsonObject running = awaitRunning();
    assertEquals(SLOW, running.get("query").getAsString());
    assertEquals("running", running.get("state").getAsString());

    assertError(
        503,
        "timeout",
        "query timed out in query queue",
        server.get("/api/v1/query?query=1&timeout=300ms"));
    String id = running.get("id").getAsString();
    HttpResponse<String> ended =
        server.send(HttpRequest.newBuilder(server.uri("/api/pharos/v1/queries/" + id)).DELETE());
    assertEquals(204, ended.statusCode(), ended.body());
    assertError(
        499,
        "canceled",
        "query was canceled in expression evaluation: ended by anonymous",
        first.get(10, TimeUnit.SECONDS));
  }

  @Test
  void a_query_ends_when_its_client_goes_away() throws Exception {
    try (Socket client = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      client
          .getOutputStream()
          .write(
              ("GET " + SLOW_PATH + " HTTP/1.1\r\nHost: x\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      awaitRunning();
    }

    Eventually.within(Duration.ofSeconds(10), "the query is gone", () -> queries().isEmpty());
    assertEquals(200, server.get("/api/v1/query?query=1").statusCode());
  }

  @Test
  void queries_are_logged_until_the_configuration_says_otherwise() throws Exception {
    assertEquals(200, server.get("/api/v1/query?query=6*7").statusCode());
    Path log = server.place().resolve("query.log");
    Eventually.within(
        Duration.ofSeconds(10), "a line is there", () -> !Files.readAllLines(log).isEmpty());
    JsonObject line = JsonParser.parseString(Files.readAllLines(log).getFirst()).getAsJsonObject();
    assertEquals("6*7", line.getAsJsonObject("params").get("query").getAsString());
    assertEquals(
        "{\"clientIP\":\"127.0.0.1\",\"method\":\"GET\",\"path\":\"/api/v1/query\"}",
        line.get("httpRequest").toString());

    Server.replace(server.place().resolve("conf/prometheus.yml"), "global: {}\n");
    server.hangUp();
    Eventually.within(
        Duration.ofSeconds(10),
        "the log is off",
        () -> server.get("/metrics").body().contains("\nprometheus_engine_query_log_enabled 0\n"));
    int before = Files.readAllLines(log).size();
    assertEquals(200, server.get("/api/v1/query?query=7*7").statusCode());
    assertEquals(before, Files.readAllLines(log).size());
  }

  @Test
  void what_was_running_when_the_process_was_killed_is_told_by_whoever_starts_next()
      throws Exception {
    String program = Peers.program("prometheus");
    CompletableFuture<HttpResponse<String>> lost = slow();
    awaitRunning();
    server.kill();
    lost.exceptionally(e -> null).join();

    Path data = server.place().resolve("data");
    Path copy = Files.createDirectory(folder.resolve("copy"));
    Files.copy(data.resolve("queries.active"), copy.resolve("queries.active"));
    Files.writeString(folder.resolve("empty.yml"), "");
    Process peer =
        new ProcessBuilder(
                List.of(
                    program,
                    "--config.file=" + folder.resolve("empty.yml"),
                    "--storage.tsdb.path=" + copy,
                    "--query.max-concurrency=1",
                    "--web.listen-address=127.0.0.1:" + Server.freePort()))
            .redirectErrorStream(true)
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(peer::destroyForcibly));
    try (BufferedReader lines = peer.inputReader(StandardCharsets.UTF_8)) {
      assertTrue(
          lines.lines().anyMatch(line -> line.contains("didn't finish") && line.contains(SLOW)),
          "Prometheus ended without a word of the query");
    } finally {
      peer.destroyForcibly().waitFor();
    }

    server = server.again();
    server.awaitOutput("did not finish in the last run", Duration.ofSeconds(10));
    assertTrue(server.output().contains("quantile_over_time(0.5,quantile_over_time"));
  }
}

package dev.pharos.storage.tsdb.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.pharos.model.Labels;
import dev.pharos.storage.testkit.WriteRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.concurrent.TimeUnit;

/** Debian's Prometheus on a folder, and its tool. */
public final class Peer implements AutoCloseable {

  private static final Path PROMETHEUS = Path.of("/usr/bin/prometheus");
  private static final Path PROMTOOL = Path.of("/usr/bin/promtool");

  private final HttpClient http = HttpClient.newHttpClient();
  private final Process process;
  private final Path log;
  private final int port;

  private Peer(Process process, Path log, int port) {
    this.process = process;
    this.log = log;
    this.port = port;
  }

  /** Skips the test where Prometheus is not installed; fails it in continuous integration. */
  public static void require() {
    for (Path program : List.of(PROMETHEUS, PROMTOOL)) {
      if (!Files.isExecutable(program)) {
        if ("true".equals(System.getenv("CI"))) {
          fail(program + " is not installed");
        }
        abort(program + " is not installed");
      }
    }
  }

  /**
   * Starts a server and waits until it is ready.
   *
   * @param data its folder
   * @param config its prometheus.yml
   */
  public static Peer start(Path data, String config, String... flags)
      throws IOException, InterruptedException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    Path file = data.resolveSibling(data.getFileName() + ".yml");
    Files.writeString(file, config);
    Path log = data.resolveSibling(data.getFileName() + ".log");
    List<String> command = new ArrayList<>();
    command.add(PROMETHEUS.toString());
    command.add("--config.file=" + file);
    command.add("--storage.tsdb.path=" + data);
    command.add("--web.listen-address=127.0.0.1:" + port);
    command.addAll(List.of(flags));
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    Peer peer = new Peer(process, log, port);
    peer.awaitReady();
    return peer;
  }

  private void awaitReady() throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (true) {
      assertTrue(process.isAlive(), () -> "prometheus has ended: " + log());
      assertTrue(System.nanoTime() < end, () -> "prometheus is not ready: " + log());
      try {
        if (get("/-/ready").statusCode() == 200) {
          return;
        }
      } catch (IOException starting) {
        // It does not listen yet.
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  private String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return e.toString();
    }
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(Duration.ofSeconds(30))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /** What its API answers to a query at an instant. */
  public String query(String promql, long millis) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        get("/api/v1/query?query=" + encode(promql) + "&time=" + millis / 1000 + ".999");
    assertEquals(200, answer.statusCode(), answer::body);
    return answer.body();
  }

  /** What its API answers to a path below /api/v1/. */
  public String api(String path) throws IOException, InterruptedException {
    HttpResponse<String> answer = get("/api/v1/" + path);
    assertEquals(200, answer.statusCode(), answer::body);
    return answer.body();
  }

  /** Asks its API for something to be done. */
  public void post(String path) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/" + path))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertEquals(2, answer.statusCode() / 100, answer::body);
  }

  /** Sends samples of a series by remote write; all must be taken. */
  public void write(Labels labels, NavigableMap<Long, Double> samples)
      throws IOException, InterruptedException {
    WriteRequest request = new WriteRequest().series(labels);
    samples.forEach(request::sample);
    URI uri = URI.create("http://127.0.0.1:" + port + "/api/v1/write");
    HttpResponse<String> answer =
        http.send(
            WriteRequest.post(uri, request.body()).build(), HttpResponse.BodyHandlers.ofString());
    assertEquals(2, answer.statusCode() / 100, answer::body);
  }

  /** Its process. */
  public long pid() {
    return process.pid();
  }

  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** Ends it in order. */
  public void stop() throws InterruptedException {
    process.destroy();
    assertTrue(process.waitFor(30, TimeUnit.SECONDS), () -> "does not end: " + log());
  }

  /** Ends it at once. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
    http.close();
  }

  /** What promtool says; it must end well. */
  public static List<String> promtool(String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(PROMTOOL.toString()));
    command.addAll(List.of(words));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    List<String> lines = process.inputReader(StandardCharsets.UTF_8).lines().toList();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    assertEquals(0, process.exitValue(), lines::toString);
    return lines;
  }

  /** Every value of a folder as promtool tells it, sorted. */
  public static List<String> dump(Path data) throws IOException, InterruptedException {
    Files.createDirectories(data.resolve("wal")); // It insists on one.
    return promtool("tsdb", "dump", data.toString()).stream().sorted().toList();
  }
}

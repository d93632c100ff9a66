package dev.pharos.storage.tsdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The Prometheus that is installed on this machine, serving a data folder; killed at the end. */
final class PrometheusServer implements AutoCloseable {

  private static final Path BINARY = Path.of("/usr/bin/prometheus");
  private static final Pattern POINT = Pattern.compile("\\[([0-9.]+),\"([^\"]+)\"\\]");

  private final Process process;
  private final int port;
  private final Path log;
  private final HttpClient client = HttpClient.newHttpClient();

  /**
   * Starts it.
   *
   * @param config its configuration; {@code PORT} in it stands for its own port
   */
  PrometheusServer(Path data, Path work, String config) throws Exception {
    assumeTrue(Files.isExecutable(BINARY), "prometheus is not installed");
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Path file = work.resolve("prometheus.yml");
    Files.writeString(file, config.replace("PORT", Integer.toString(port)));
    log = work.resolve("prometheus.log");
    List<String> command = new ArrayList<>();
    command.add(BINARY.toString());
    command.add("--config.file=" + file);
    command.add("--storage.tsdb.path=" + data);
    command.add("--storage.tsdb.retention.time=100y");
    command.add("--web.listen-address=127.0.0.1:" + port);
    if (hasFlag("--storage.tsdb.use-lockfile")) {
      command.add("--storage.tsdb.use-lockfile"); // Debian's does without a lock unless told.
    }
    process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    while (!isReady()) {
      assertTrue(process.isAlive(), log());
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  private static boolean hasFlag(String flag) throws IOException, InterruptedException {
    Process help =
        new ProcessBuilder(BINARY.toString(), "--help").redirectErrorStream(true).start();
    boolean found = help.inputReader().lines().toList().toString().contains(flag);
    help.waitFor();
    return found;
  }

  private boolean isReady() throws InterruptedException {
    try {
      return get("/-/ready").statusCode() == 200;
    } catch (IOException starting) {
      return false;
    }
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + port + path);
    return client.send(
        HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(20)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  long pid() {
    return process.pid();
  }

  /** What it has told so far. */
  String log() throws IOException {
    return Files.readString(log);
  }

  /** What it tells about itself. */
  String metrics() throws IOException, InterruptedException {
    return get("/metrics").body();
  }

  /** The answer to a query at an instant. */
  String query(String query, long millis) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        get(
            "/api/v1/query?time=%d.%03d&query=%s"
                .formatted(
                    millis / 1000,
                    millis % 1000,
                    URLEncoder.encode(query, StandardCharsets.UTF_8)));
    assertEquals(200, answer.statusCode(), answer.body());
    return answer.body();
  }

  /** The samples that a query for a range of one series answers, as {@code Reading} tells them. */
  List<String> samples(String query, long millis) throws IOException, InterruptedException {
    String answer = query(query, millis);
    List<String> samples = new ArrayList<>();
    Matcher points = POINT.matcher(answer);
    while (points.find()) {
      long timestamp = Math.round(Double.parseDouble(points.group(1)) * 1000);
      samples.add(timestamp + " " + Double.parseDouble(points.group(2)));
    }
    return samples;
  }

  /** Asks again and again until the answer has a text in it. */
  void await(String query, String text) throws IOException, InterruptedException {
    while (!query(query, System.currentTimeMillis()).contains(text)) {
      assertTrue(process.isAlive(), log());
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  @Override
  public void close() {
    client.close();
    process.destroyForcibly().onExit().orTimeout(20, TimeUnit.SECONDS).join();
  }
}

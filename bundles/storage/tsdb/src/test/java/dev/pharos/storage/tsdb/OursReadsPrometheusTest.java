package dev.pharos.storage.tsdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pharos.model.Labels;
import dev.pharos.model.Matcher;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Opens a data folder that Prometheus itself has filled. */
@Timeout(60)
class OursReadsPrometheusTest {

  private static final Path PROMETHEUS = Path.of("/usr/bin/prometheus");

  @TempDir Path dir;

  @Test
  void a_prometheus_killed_while_it_scraped_left_what_this_database_reads() throws Exception {
    assumeTrue(Files.isExecutable(PROMETHEUS), "prometheus is not installed");
    int port = freePort();
    Path config = dir.resolve("prometheus.yml");
    Files.writeString(
        config,
        """
        global: {scrape_interval: 200ms}
        scrape_configs:
          - job_name: self
            static_configs: [{targets: ['127.0.0.1:%d']}]
        """
            .formatted(port));
    Path data = dir.resolve("data");
    List<String> command = new ArrayList<>();
    command.add(PROMETHEUS.toString());
    command.add("--config.file=" + config);
    command.add("--storage.tsdb.path=" + data);
    command.add("--web.listen-address=127.0.0.1:" + port);
    if (hasFlag("--storage.tsdb.use-lockfile")) {
      command.add("--storage.tsdb.use-lockfile"); // Debian's does without a lock unless told.
    }
    Process prometheus =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(dir.resolve("prometheus.log").toFile())
            .start();
    String answer;
    try {
      answer = awaitSamples(port);
      assertIsLocked(data, prometheus.pid());
    } finally {
      prometheus.destroyForcibly();
      assertTrue(prometheus.waitFor(10, TimeUnit.SECONDS));
    }

    try (TsdbStorage storage = TsdbFixture.open(TsdbSettings.of(data, Duration.ofDays(15)))) {
      Map<Labels, List<String>> up =
          TsdbFixture.read(storage, Matcher.metric("up"), Matcher.equal("job", "self"));
      assertEquals(1, up.size(), answer);
      List<String> samples = up.values().iterator().next();
      assertTrue(samples.size() >= 3, samples::toString);
      assertTrue(samples.stream().allMatch(sample -> sample.endsWith(" 1.0")), samples::toString);
      assertTrue(storage.head().seriesCount() > 200);
      assertEquals(0, storage.figures().corruptions.sum());
    }
  }

  private static boolean hasFlag(String flag) throws IOException, InterruptedException {
    Process help =
        new ProcessBuilder(PROMETHEUS.toString(), "--help").redirectErrorStream(true).start();
    boolean found = help.inputReader().lines().toList().toString().contains(flag);
    help.waitFor();
    return found;
  }

  private static void assertIsLocked(Path data, long pid) {
    var e =
        assertThrows(
            IOException.class, () -> TsdbFixture.open(TsdbSettings.of(data, Duration.ofDays(15))));
    assertTrue(e.toString().contains("is in use by process " + pid + ","), e::toString);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Waits until several samples can be queried. */
  private static String awaitSamples(int port) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(
                    "http://127.0.0.1:"
                        + port
                        + "/api/v1/query?query=count_over_time(up%5B1m%5D)%3E4"))
            .timeout(Duration.ofSeconds(5))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      while (true) {
        try {
          String body = client.send(request, HttpResponse.BodyHandlers.ofString()).body();
          if (body.contains("\"job\":\"self\"")) {
            return body;
          }
        } catch (IOException starting) {
          // It does not listen yet.
        }
        TimeUnit.MILLISECONDS.sleep(50);
      }
    }
  }
}

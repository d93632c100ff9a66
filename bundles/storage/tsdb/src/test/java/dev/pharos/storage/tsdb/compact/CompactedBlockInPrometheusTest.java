package dev.pharos.storage.tsdb.compact;

import static dev.pharos.storage.tsdb.compact.Metas.HOUR;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pharos.identity.api.Access;
import dev.pharos.model.Labels;
import dev.pharos.model.Matcher;
import dev.pharos.storage.tsdb.block.BlockMeta;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
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
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Lets Prometheus judge compacted blocks and snapshots. */
@Timeout(120)
class CompactedBlockInPrometheusTest {

  /** A whole number of 18 hours since the epoch. */
  private static final long START = 26_000 * 18 * HOUR;

  private static final long STEP = 15_000;

  @TempDir Path dir;

  private final CompactionFigures figures = new CompactionFigures();

  @BeforeEach
  void requirePrometheus() {
    Prometheus.require();
  }

  private static Labels series(int number) {
    return Labels.of("__name__", "m" + number % 3, "instance", "host-" + number, "job", "é");
  }

  private static double value(int series, long millis) {
    return series % 2 == 0
        ? Math.floorDiv(millis - START, STEP) * 3.0
        : new Random(series * 1_000_003L + millis).nextInt(1000) / 8.0;
  }

  /** Samples of some series from one hour after the start up to another. */
  private static void fill(FakeHead head, int series, long fromHour, long toHour) {
    for (int i = 0; i < series; i++) {
      for (long at = START + fromHour * HOUR; at < START + toHour * HOUR; at += STEP) {
        head.add(series(i), at, value(i, at));
      }
    }
  }

  private static String dumped(int series, long millis) {
    Labels labels = series(series);
    double value = value(series, millis);
    String text = value == (long) value ? Long.toString((long) value) : Double.toString(value);
    return "{__name__=\"%s\", instance=\"%s\", job=\"é\"} %s %d"
        .formatted(labels.metricName(), labels.get("instance"), text, millis);
  }

  private BlockUpkeep upkeep(BlockFolder folder, FakeHead head) {
    return new BlockUpkeep(
        folder, head, Retention.DEFAULT, CompactionRules.DEFAULT, figures, InstantSource.system());
  }

  @Test
  void a_block_takes_the_room_that_one_of_prometheus_takes() throws Exception {
    int series = 25;
    StringBuilder text = new StringBuilder();
    FakeSource source = new FakeSource();
    for (int i = 0; i < series; i++) {
      Map<Long, Double> chunk = new TreeMap<>();
      for (long at = START; at < START + 2 * HOUR; at += STEP) {
        chunk.put(at, value(i, at));
        text.append("m%d{instance=\"host-%d\",job=\"é\"} ".formatted(i % 3, i))
            .append(value(i, at))
            .append(" %d.%03d\n".formatted(at / 1000, at % 1000));
        if (chunk.size() == 120) {
          source.values(series(i), chunk);
          chunk.clear();
        }
      }
    }
    Path input = Files.writeString(dir.resolve("input"), text.append("# EOF\n"));
    Path theirs = dir.resolve("theirs");
    Prometheus.promtool("create-blocks-from", "openmetrics", input.toString(), theirs.toString());
    BlockMeta ours = new TestBlocks(figures).write(dir, source, START, START + 2 * HOUR);

    Path theirBlock;
    try (Stream<Path> blocks = Files.list(theirs)) {
      theirBlock =
          blocks.filter(path -> Files.exists(path.resolve("index"))).findAny().orElseThrow();
    }
    Path ourBlock = dir.resolve(ours.ulid().toString());
    assertEquals(480L * series, ours.stats().samples());
    assertArrayEquals(
        Files.readAllBytes(theirBlock.resolve("chunks/000001")),
        Files.readAllBytes(ourBlock.resolve("chunks/000001")));
    assertTrue(
        Files.size(ourBlock.resolve("index")) <= Files.size(theirBlock.resolve("index")),
        () -> "an index of " + size(ourBlock) + " bytes, theirs has " + size(theirBlock));
  }

  private static long size(Path block) {
    try {
      return Files.size(block.resolve("index"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void compacted_and_cleaned_blocks_hold_for_promtool_what_they_hold_for_us() throws Exception {
    FakeHead head = new FakeHead();
    fill(head, 6, 0, 11);
    head.addLate(series(0), START + 5, 5.0);
    try (BlockFolder folder = BlockFolder.open(dir, figures);
        BlockUpkeep upkeep = upkeep(folder, head)) {
      upkeep.compact();
      assertEquals(2, folder.metas().size());
      upkeep.delete(
          Access.system(), Samples.ALWAYS, List.of(Matcher.equal("instance", "host-3")), () -> {});
      upkeep.cleanTombstones(Access.system());
    }
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      for (long at = START; i != 3 && at < START + 8 * HOUR; at += STEP) {
        expected.add(dumped(i, at));
      }
    }
    expected.add("{__name__=\"m0\", instance=\"host-0\", job=\"é\"} 5 " + (START + 5));
    Files.createDirectory(dir.resolve("wal"));
    List<String> actual = Prometheus.promtool("dump", dir.toString()).stream().sorted().toList();
    assertEquals(expected.stream().sorted().toList(), actual);
    assertEquals(1 + 2, Prometheus.promtool("list", dir.toString()).size(), "a headline, blocks");
    List<String> analysis = Prometheus.promtool("analyze", dir.toString());
    assertTrue(analysis.contains("Series: 5"), () -> String.join("\n", analysis));
  }

  @Test
  void prometheus_serves_a_snapshot() throws Exception {
    FakeHead head = new FakeHead();
    fill(head, 4, 0, 11);
    head.addLate(series(0), START + 9 * HOUR + 5, 5.0);
    Path snapshot;
    try (BlockFolder folder = BlockFolder.open(dir, figures);
        BlockUpkeep upkeep = upkeep(folder, head)) {
      upkeep.compact();
      head.addLate(series(0), START + 9 * HOUR + 7, 7.0);
      snapshot = dir.resolve("snapshots").resolve(upkeep.snapshot(Access.system(), true));
    }
    assertEquals(
        1 + 4, Prometheus.promtool("list", snapshot.toString()).size(), "a headline, blocks");
    try (Server server = new Server(snapshot, dir)) {
      String counts = server.query("count_over_time({job=\"é\"}[11h])", START + 11 * HOUR - 1);
      assertTrue(counts.contains("\"host-1\",\"job\":\"é\"},\"value\""), counts);
      assertEquals(4, counts.split("\"value\"", -1).length - 1, counts);
      assertTrue(counts.contains("\"" + 11 * 240 + "\""), counts);
      assertTrue(counts.contains("\"" + (11 * 240 + 2) + "\""), counts);
      assertTrue(server.query("m1{instance=\"host-1\"}", START).contains("\"" + text(1) + "\""));
    }
  }

  private static String text(int series) {
    double value = value(series, START);
    return value == (long) value ? Long.toString((long) value) : Double.toString(value);
  }

  /** A Prometheus that serves a folder of data. */
  private static final class Server implements AutoCloseable {

    private final Process process;
    private final int port;

    Server(Path data, Path work) throws Exception {
      try (ServerSocket free = new ServerSocket(0)) {
        port = free.getLocalPort();
      }
      Path config = Files.writeString(work.resolve("prometheus.yml"), "global: {}\n");
      process =
          new ProcessBuilder(
                  Prometheus.SERVER.toString(),
                  "--config.file=" + config,
                  "--storage.tsdb.path=" + data,
                  "--storage.tsdb.retention.time=100y",
                  "--web.listen-address=127.0.0.1:" + port)
              .redirectErrorStream(true)
              .start();
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
      BufferedReader log = process.inputReader();
      StringBuilder told = new StringBuilder();
      for (String line = log.readLine(); ; line = log.readLine()) {
        assertTrue(line != null, () -> "prometheus ended: " + told);
        told.append(line).append('\n');
        if (line.contains("Server is ready to receive web requests")) {
          break;
        }
      }
    }

    String query(String query, long millis) throws IOException, InterruptedException {
      URI uri =
          URI.create(
              "http://127.0.0.1:%d/api/v1/query?time=%d.%03d&query=%s"
                  .formatted(
                      port,
                      millis / 1000,
                      millis % 1000,
                      URLEncoder.encode(query, StandardCharsets.UTF_8)));
      try (HttpClient client = HttpClient.newHttpClient()) {
        HttpResponse<String> answer =
            client.send(
                HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(20)).build(),
                HttpResponse.BodyHandlers.ofString());
        assertEquals(200, answer.statusCode(), answer.body());
        return answer.body();
      }
    }

    @Override
    public void close() {
      process.destroyForcibly().onExit().orTimeout(20, TimeUnit.SECONDS).join();
    }
  }
}

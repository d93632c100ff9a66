package dev.pharos.storage.tsdb.block;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pharos.identity.api.Access;
import dev.pharos.model.Labels;
import dev.pharos.model.NativeHistogram;
import dev.pharos.model.NativeHistogram.Counts;
import dev.pharos.model.NativeHistogram.FloatCounts;
import dev.pharos.model.NativeHistogram.ResetHint;
import dev.pharos.model.NativeHistogram.Span;
import dev.pharos.model.StaleNaN;
import dev.pharos.model.TimeRange;
import dev.pharos.storage.tsdb.chunk.HistogramEncoder;
import dev.pharos.storage.tsdb.series.ChunkList;
import dev.pharos.storage.tsdb.series.ChunkSeriesSet;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same histograms become the same bytes in a chunk of Prometheus and in one of ours.
 *
 * <p>Left out is what the oldest peer does in another way than newer ones: counters that no longer
 * list a bucket which held nothing, and the flags of a chunk that is still being filled. So each
 * series ends with a histogram of another schema, in a chunk of its own.
 */
@Timeout(120)
class PrometheusHistogramsTest {

  private static final Path PROMETHEUS = Path.of("/usr/bin/prometheus");
  private static final long START = 1_700_006_400_000L;
  private static final TimeRange ALWAYS = new TimeRange(Long.MIN_VALUE, Long.MAX_VALUE);

  @TempDir Path dir;

  private final SortedMap<Labels, SortedMap<Long, NativeHistogram>> series = new TreeMap<>();
  private final Random random = new Random(11);

  private void add(String name, NativeHistogram... histograms) {
    SortedMap<Long, NativeHistogram> samples = new TreeMap<>();
    for (NativeHistogram histogram : histograms) {
      samples.put(START + 15_000L * samples.size() + random.nextInt(30), histogram);
    }
    ResetHint hint = histograms[0].resetHint();
    samples.put(START + 15_000L * samples.size(), counts(hint, 7, 0, 1L << 55, 1, 1));
    series.put(Labels.of("__name__", name), samples);
  }

  private static Counts counts(
      ResetHint hint, int schema, double threshold, long zeros, int from, long... positive) {
    long[] negative = {positive.length, 3};
    return new Counts(
        hint,
        schema,
        threshold,
        zeros,
        zeros + Arrays.stream(positive).sum() + negative[0] + negative[1],
        zeros * 0.3,
        new Span[] {new Span(from, positive.length)},
        positive,
        new Span[] {new Span(-2, 1), new Span(3, 1)},
        negative,
        new double[0]);
  }

  private static Counts counter(long zeros, int from, long... positive) {
    return counts(ResetHint.UNKNOWN, 3, 0x1p-128, zeros, from, positive);
  }

  private static NativeHistogram floats(NativeHistogram histogram) {
    if (!(histogram instanceof Counts of)) {
      return histogram;
    }
    return new FloatCounts(
        of.resetHint(),
        of.schema(),
        of.zeroThreshold(),
        of.zeroCount() / 3.0,
        of.count() / 3.0,
        of.sum(),
        of.positiveSpans(),
        Arrays.stream(of.positiveCounts()).mapToDouble(count -> count / 3.0).toArray(),
        of.negativeSpans(),
        Arrays.stream(of.negativeCounts()).mapToDouble(count -> count / 3.0).toArray(),
        of.customBounds());
  }

  private static NativeHistogram stale() {
    return new Counts(
        ResetHint.UNKNOWN,
        0,
        0,
        0,
        0,
        StaleNaN.VALUE,
        new Span[0],
        new long[0],
        new Span[0],
        new long[0],
        new double[0]);
  }

  /** Buckets that widen to both sides and are never taken back. */
  private NativeHistogram[] growing() {
    List<NativeHistogram> all = new ArrayList<>();
    long[] positive = {1};
    int from = 5;
    long zeros = 0;
    for (int i = 0; i < 60; i++) {
      long[] next = new long[positive.length + random.nextInt(2)];
      int before = next.length > positive.length && random.nextBoolean() ? 1 : 0;
      System.arraycopy(positive, 0, next, before, positive.length);
      from -= before;
      for (int j = 0; j < next.length; j++) {
        next[j] += random.nextLong(1L << (1 + random.nextInt(30))) + (next[j] == 0 ? 1 : 0);
      }
      positive = next;
      zeros += random.nextInt(3);
      all.add(counter(zeros, from, positive));
    }
    return all.toArray(NativeHistogram[]::new);
  }

  private void fill() {
    add("steady", counter(0, 1, 1, 2), counter(1, 1, 2, 4), counter(1, 1, 2, 9));
    add("front", counter(0, 5, 1, 2), counter(1, 3, 7, 1, 2, 2), counter(1, 3, 7, 1, 2, 3));
    add("gone", counter(0, 5, 1, 2), counter(1, 6, 9), counter(1, 6, 10));
    add("fewer", counter(4, 5, 9, 2), counter(4, 5, 1, 1), counter(4, 5, 1, 2));
    add("fewer_zeros", counter(4, 5, 9, 2), counter(3, 5, 20, 2));
    add("schema", counter(0, 1, 1, 2), counts(ResetHint.UNKNOWN, 4, 0x1p-128, 0, 1, 5, 2));
    add("threshold", counter(0, 1, 1, 2), counts(ResetHint.UNKNOWN, 3, 0.001, 0, 1, 5, 2));
    add("powers", threshold(0x1p-243), threshold(0x1p-244), threshold(0x1p10), threshold(0x1p11));
    add("stale", counter(0, 1, 1, 2), counter(0, 1, 2, 2), stale(), stale(), counter(0, 1, 2, 3));
    add("gauge", gauge(-2, 5, 3, 4), gauge(-2, 3, 1, 0, 2, 9), gauge(-2, 4, 1), gauge(-2, 9, 1, 1));
    add("growing", growing());
    SortedMap<Labels, SortedMap<Long, NativeHistogram>> integers = new TreeMap<>(series);
    integers.forEach(
        (labels, samples) -> {
          SortedMap<Long, NativeHistogram> floats = new TreeMap<>();
          samples.forEach((millis, histogram) -> floats.put(millis, floats(histogram)));
          if (!labels.get("__name__").startsWith("stale")) {
            series.put(Labels.of("__name__", labels.get("__name__") + "_float"), floats);
          }
        });
  }

  private static Counts threshold(double threshold) {
    return counts(ResetHint.UNKNOWN, 0, threshold, 1, 1, 5);
  }

  private static Counts gauge(int schema, int from, long... positive) {
    return counts(ResetHint.GAUGE, schema, 0, 0, from, positive);
  }

  @Test
  void histograms_become_the_bytes_that_prometheus_makes_of_them() throws Exception {
    assumeTrue(Files.isExecutable(PROMETHEUS), "prometheus is not installed");
    fill();
    List<Path> blocks = writtenByPrometheus();
    assertEquals(1, blocks.size());
    SortedMap<String, List<String>> expected = new TreeMap<>();
    series.forEach((labels, samples) -> expected.put(labels.get("__name__"), pack(samples)));
    SortedMap<String, List<String>> found = new TreeMap<>();
    try (Block block = Block.open(blocks.getFirst());
        ChunkSeriesSet set = block.select(Access.system(), ALWAYS, List.of())) {
      while (set.next()) {
        ChunkList chunks = set.chunks();
        List<String> hex = new ArrayList<>();
        for (int i = 0; i < chunks.size(); i++) {
          byte[] bytes = chunks.read(i, new byte[0]);
          hex.add(chunks.encoding(i) + " " + hex(bytes, chunks.length(i)));
        }
        found.put(set.labels().get("__name__"), hex);
      }
    }
    expected.forEach(
        (name, chunks) ->
            assertEquals(
                chunks.subList(0, chunks.size() - 1),
                found.getOrDefault(name, List.of()).stream().limit(chunks.size() - 1).toList(),
                name));
    assertEquals(expected.size(), found.size());
  }

  private static List<String> pack(SortedMap<Long, NativeHistogram> samples) {
    List<String> chunks = new ArrayList<>();
    HistogramEncoder encoder = null;
    for (var sample : samples.entrySet()) {
      if (encoder == null || !encoder.append(sample.getKey(), sample.getValue())) {
        if (encoder != null) {
          chunks.add(encoder.encoding() + " " + hex(encoder.seal(), encoder.size()));
        }
        encoder = HistogramEncoder.begin(encoder, sample.getKey(), sample.getValue());
      }
    }
    if (encoder != null) {
      chunks.add(encoder.encoding() + " " + hex(encoder.seal(), encoder.size()));
    }
    return chunks;
  }

  private static String hex(byte[] bytes, int length) {
    return HexFormat.of().formatHex(bytes, 0, length);
  }

  /** Has Prometheus take the samples and write them into a block. */
  private List<Path> writtenByPrometheus() throws Exception {
    int port = freePort();
    Path config = dir.resolve("prometheus.yml");
    Files.writeString(config, "global: {}\n");
    Path data = dir.resolve("data");
    Process prometheus =
        new ProcessBuilder(
                PROMETHEUS.toString(),
                "--config.file=" + config,
                "--storage.tsdb.path=" + data,
                "--web.listen-address=127.0.0.1:" + port,
                "--web.enable-admin-api",
                "--web.enable-remote-write-receiver",
                "--enable-feature=native-histograms")
            .redirectErrorStream(true)
            .redirectOutput(dir.resolve("prometheus.log").toFile())
            .start();
    try (HttpClient client = HttpClient.newHttpClient()) {
      URI root = URI.create("http://127.0.0.1:" + port);
      awaitReady(client, root);
      assertOk(post(client, root.resolve("/api/v1/write"), RemoteWrite.request(series)));
      assertOk(post(client, root.resolve("/api/v1/admin/tsdb/snapshot"), new byte[0]));
    } finally {
      prometheus.destroy();
      assertTrue(prometheus.waitFor(20, TimeUnit.SECONDS));
    }
    try (Stream<Path> files = Files.walk(data.resolve("snapshots"))) {
      return files.filter(file -> file.endsWith(BlockMeta.FILE)).map(Path::getParent).toList();
    }
  }

  private static HttpResponse<String> post(HttpClient client, URI uri, byte[] body)
      throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(uri)
            .header("Content-Encoding", "snappy")
            .header("Content-Type", "application/x-protobuf")
            .header("X-Prometheus-Remote-Write-Version", "0.1.0")
            .POST(BodyPublishers.ofByteArray(body))
            .build(),
        BodyHandlers.ofString());
  }

  private void assertOk(HttpResponse<String> answer) throws IOException {
    assertTrue(
        answer.statusCode() < 300,
        answer.statusCode() + answer.body() + Files.readString(dir.resolve("prometheus.log")));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void awaitReady(HttpClient client, URI root) throws InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(root.resolve("/-/ready")).build();
    while (true) {
      try {
        if (client.send(request, BodyHandlers.discarding()).statusCode() == 200) {
          return;
        }
      } catch (IOException starting) {
        // It does not listen yet.
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }
}

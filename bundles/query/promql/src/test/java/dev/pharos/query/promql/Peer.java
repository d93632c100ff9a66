package dev.pharos.query.promql;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.pharos.model.Labels;
import dev.pharos.query.api.QueryStatistics.StepSamples;
import dev.pharos.storage.testkit.WriteRequest;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Debian's Prometheus as a process of our own, filled by remote write and asked over HTTP. */
final class Peer implements AutoCloseable {

  static final Path PROGRAM = Path.of("/usr/bin/prometheus");

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Process process;
  private final URI url;
  private final HttpClient http = HttpClient.newHttpClient();

  private Peer(Process process, URI url) {
    this.process = process;
    this.url = url;
  }

  /** Starts one that keeps its data in {@code folder}. */
  static Peer start(Path folder) throws IOException, InterruptedException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Path config = Files.writeString(folder.resolve("prometheus.yml"), "global: {}\n");
    Process process =
        new ProcessBuilder(
                PROGRAM.toString(),
                "--config.file=" + config,
                "--storage.tsdb.path=" + folder.resolve("data"),
                "--storage.tsdb.retention.time=100y",
                "--enable-feature=promql-per-step-stats",
                "--web.listen-address=127.0.0.1:" + port,
                "--web.enable-remote-write-receiver")
            .redirectErrorStream(true)
            .start();
    awaitReady(process);
    return new Peer(process, URI.create("http://127.0.0.1:" + port));
  }

  private static void awaitReady(Process process) throws IOException {
    BufferedReader log = process.inputReader();
    StringBuilder said = new StringBuilder();
    String line;
    do {
      line = log.readLine();
      if (line == null) {
        throw new IOException("Prometheus did not start: " + said);
      }
      said.append(line).append('\n');
    } while (!line.contains("Server is ready to receive web requests"));
    // It would wait for somebody to read what else it has to say.
    Thread.ofVirtual().name("log of the peer").start(() -> log.lines().forEach(_ -> {}));
  }

  private HttpResponse<byte[]> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return http.send(request.timeout(PATIENCE).build(), BodyHandlers.ofByteArray());
  }

  /** Writes series, all of them a few minutes at a time, as scrapes would. */
  void write(List<RandomSeries.Series> series) throws IOException, InterruptedException {
    long span = 600_000;
    for (long from = RandomSeries.START; from < RandomSeries.END; from += span) {
      WriteRequest request = new WriteRequest();
      for (RandomSeries.Series one : series) {
        request.series(one.labels());
        for (int i = 0; i < one.times().length; i++) {
          if (from <= one.times()[i] && one.times()[i] < from + span) {
            request.sample(one.times()[i], one.values()[i]);
          }
        }
      }
      HttpResponse<byte[]> reply =
          send(WriteRequest.post(url.resolve("/api/v1/write"), request.body()));
      if (reply.statusCode() / 100 != 2) {
        throw new IOException(reply.statusCode() + " " + text(reply));
      }
    }
  }

  Reply instant(String query, long millis) throws IOException, InterruptedException {
    return ask("/api/v1/query", "query=" + encoded(query) + "&time=" + seconds(millis));
  }

  Reply range(String query, long start, long end, long step)
      throws IOException, InterruptedException {
    return ask(
        "/api/v1/query_range",
        "query=%s&start=%s&end=%s&step=%s"
            .formatted(encoded(query), seconds(start), seconds(end), seconds(step)));
  }

  /** How many samples a range query looks at for each instant. */
  List<StepSamples> samples(String query, long start, long end, long step)
      throws IOException, InterruptedException {
    String form =
        "query=%s&start=%s&end=%s&step=%s&stats=all"
            .formatted(encoded(query), seconds(start), seconds(end), seconds(step));
    JsonObject json =
        JsonParser.parseString(text(post("/api/v1/query_range", form))).getAsJsonObject();
    if (!json.get("status").getAsString().equals("success")) {
      return List.of();
    }
    List<StepSamples> samples = new ArrayList<>();
    for (JsonElement pair :
        json.getAsJsonObject("data")
            .getAsJsonObject("stats")
            .getAsJsonObject("samples")
            .getAsJsonArray("totalQueryableSamplesPerStep")) {
      long time = Math.round(pair.getAsJsonArray().get(0).getAsDouble() * 1000);
      samples.add(new StepSamples(time, pair.getAsJsonArray().get(1).getAsLong(), 0));
    }
    return samples;
  }

  /** How it writes a query that is long over several lines. */
  String formatted(String query) throws IOException, InterruptedException {
    JsonObject json =
        JsonParser.parseString(text(post("/api/v1/format_query", "query=" + encoded(query))))
            .getAsJsonObject();
    return (json.has("data") ? json.get("data") : json.get("error")).getAsString();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String seconds(long millis) {
    return "%d.%03d".formatted(millis / 1000, millis % 1000);
  }

  private HttpResponse<byte[]> post(String path, String form)
      throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(url.resolve(path))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form)));
  }

  private Reply ask(String path, String form) throws IOException, InterruptedException {
    JsonObject json = JsonParser.parseString(text(post(path, form))).getAsJsonObject();
    if (!json.get("status").getAsString().equals("success")) {
      return Reply.failed(json.get("error").getAsString());
    }
    JsonObject data = json.getAsJsonObject("data");
    List<Reply.Series> series = new ArrayList<>();
    switch (data.get("resultType").getAsString()) {
      case "scalar" -> series.add(series(new JsonObject(), data.get("result")));
      case "vector" -> {
        for (JsonElement one : data.getAsJsonArray("result")) {
          series.add(series(one.getAsJsonObject(), one.getAsJsonObject().get("value")));
        }
      }
      case "matrix" -> {
        for (JsonElement one : data.getAsJsonArray("result")) {
          JsonArray points = one.getAsJsonObject().getAsJsonArray("values");
          series.add(series(one.getAsJsonObject(), points.asList().toArray(JsonElement[]::new)));
        }
      }
      default -> throw new IOException("what is this: " + data);
    }
    return Reply.of(series);
  }

  private static Reply.Series series(JsonObject one, JsonElement... points) {
    Map<String, String> labels = new TreeMap<>();
    if (one.has("metric")) {
      one.getAsJsonObject("metric")
          .entrySet()
          .forEach(label -> labels.put(label.getKey(), label.getValue().getAsString()));
    }
    TreeMap<Long, Double> values = new TreeMap<>();
    for (JsonElement point : points) {
      JsonArray pair = point.getAsJsonArray();
      values.put(Math.round(pair.get(0).getAsDouble() * 1000), number(pair.get(1).getAsString()));
    }
    return new Reply.Series(Labels.of(labels), values);
  }

  private static double number(String text) {
    return switch (text) {
      case "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }

  private static String text(HttpResponse<byte[]> response) {
    return new String(response.body(), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    http.close();
    process.destroyForcibly().onExit().join();
  }
}

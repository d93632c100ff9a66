package dev.pharos.distribution.soak;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.pharos.storage.testkit.WriteRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
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

/** The shipped server on a folder, as a process that can be killed. */
final class ServerProcess implements AutoCloseable {

  private static final Duration START = Duration.ofMinutes(2);

  /** The engine may come a moment after the server takes requests. */
  private static final Duration ENGINE = Duration.ofSeconds(30);

  private final HttpClient http;
  private final Path folder;
  private final Process process;
  private final int port;

  private ServerProcess(HttpClient http, Path folder, Process process, int port) {
    this.http = http;
    this.folder = folder;
    this.process = process;
    this.port = port;
  }

  /**
   * Starts a server and waits until it is ready.
   *
   * @param folder holds data, configuration and the log
   */
  static ServerProcess start(Path program, Path folder, HttpClient http, List<String> flags)
      throws IOException, InterruptedException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    Path config = folder.resolve("prometheus.yml");
    if (!Files.exists(config)) {
      Files.writeString(config, "global:\n  scrape_interval: 1m\n");
    }
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.add("--config.file=" + config);
    command.add("--storage.tsdb.path=" + folder.resolve("data"));
    command.add("--web.listen-address=127.0.0.1:" + port);
    command.addAll(flags);
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log(folder).toFile()))
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    ServerProcess server = new ServerProcess(http, folder, process, port);
    server.awaitReady();
    return server;
  }

  private static Path log(Path folder) {
    return folder.resolve("server.log");
  }

  private void awaitReady() throws IOException, InterruptedException {
    long end = System.nanoTime() + START.toNanos();
    while (true) {
      if (!process.isAlive()) {
        throw new IOException(
            "the server ended with " + process.exitValue() + "; see " + log(folder));
      }
      if (System.nanoTime() > end) {
        process.destroyForcibly();
        throw new IOException("the server is not ready after " + START + "; see " + log(folder));
      }
      try {
        if (send(HttpRequest.newBuilder(uri("/-/ready"))).statusCode() == 200) {
          return;
        }
      } catch (IOException starting) {
        // It does not listen yet.
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return http.send(
        request.timeout(Duration.ofMinutes(2)).build(), HttpResponse.BodyHandlers.ofString());
  }

  /** The series that an instant query answers with. */
  List<JsonObject> query(String promql, long millis) throws IOException, InterruptedException {
    String form = "query=" + encode(promql) + "&time=" + seconds(millis);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri("/api/v1/query"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form));
    HttpResponse<String> answer = send(request);
    long end = System.nanoTime() + ENGINE.toNanos();
    while (answer.body().contains("\"unavailable\"") && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(100);
      answer = send(request);
    }
    if (answer.statusCode() != 200) {
      throw new IOException(promql + " was answered " + answer.statusCode() + answer.body());
    }
    return JsonParser.parseString(answer.body())
        .getAsJsonObject()
        .getAsJsonObject("data")
        .getAsJsonArray("result")
        .asList()
        .stream()
        .map(JsonElement::getAsJsonObject)
        .toList();
  }

  /** Sends a request of remote write. */
  void write(byte[] request) throws IOException, InterruptedException {
    HttpResponse<String> answer = send(WriteRequest.post(uri("/api/v1/write"), request));
    if (answer.statusCode() / 100 != 2) {
      throw new IOException("remote write was answered " + answer.statusCode() + answer.body());
    }
  }

  /** Asks for something to be done; false if the server is gone. */
  boolean post(String path) throws InterruptedException {
    try {
      HttpResponse<String> answer =
          send(HttpRequest.newBuilder(uri(path)).POST(HttpRequest.BodyPublishers.noBody()));
      if (answer.statusCode() / 100 != 2) {
        throw new UncheckedIOException(
            new IOException(path + " was answered " + answer.statusCode() + " " + answer.body()));
      }
      return true;
    } catch (IOException gone) {
      return false;
    }
  }

  /** Deletes samples; false if the server is gone. */
  boolean delete(String selector, long firstMillis, long lastMillis) throws InterruptedException {
    return post(
        "/api/v1/admin/tsdb/delete_series?match%5B%5D="
            + encode(selector)
            + "&start="
            + seconds(firstMillis)
            + "&end="
            + seconds(lastMillis));
  }

  private static String seconds(long millis) {
    return millis / 1000 + "." + String.valueOf(1000 + millis % 1000).substring(1);
  }

  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** A figure of the process's memory, as Linux tells it in {@code /proc}. */
  long memoryKiB(String name) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc", process.pid() + "", "status"))) {
      if (line.startsWith(name + ":")) {
        return Long.parseLong(line.replaceAll("[^0-9]", ""));
      }
    }
    throw new IOException("no " + name + " of process " + process.pid());
  }

  /** Ends the process at once. */
  void kill() throws InterruptedException {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().waitFor();
  }

  /** Asks the process to end, and waits until it has. */
  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        kill();
        throw new IOException("the server did not end within a minute; see " + log(folder));
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}

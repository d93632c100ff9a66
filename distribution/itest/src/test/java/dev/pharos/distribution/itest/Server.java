package dev.pharos.distribution.itest;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The shipped distribution, started as a person starts it, on a free port and in a folder of its
 * own.
 */
final class Server implements AutoCloseable {

  private static final Pattern PASSWORD = Pattern.compile("password\\W+(\\S{12,})");

  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private final Path place;
  private final Process process;
  private final List<String> output = new ArrayList<>();
  private final Thread reader;
  private final int port;

  private Server(Path place, Process process, int port) {
    this.place = place;
    this.process = process;
    this.port = port;
    this.reader = Thread.ofVirtual().name("output of the server").start(this::readOutput);
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
  }

  /** A place for a server in {@code folder}: the shipped configuration, and nothing else yet. */
  static Path place(Path folder) throws IOException {
    Path conf = Files.createDirectories(folder.resolve("conf"));
    Files.createDirectories(folder.resolve("deploy"));
    try (Stream<Path> files = Files.list(shipped().resolve("conf"))) {
      for (Path file : files.toList()) {
        Files.copy(file, conf.resolve(file.getFileName()));
      }
    }
    return folder;
  }

  static Path shipped() {
    return Path.of(System.getProperty("pharos.home")).normalize();
  }

  /** Starts and waits until ready. */
  static Server start(Path place, String... flags) throws Exception {
    return startFrom(shipped(), place, flags);
  }

  /** The same with a distribution of one's own. */
  static Server startFrom(Path home, Path place, String... flags) throws Exception {
    Server server = launch(home, place, freePort(), flags);
    try {
      server.awaitReady();
      return server;
    } catch (Exception | AssertionError e) {
      server.close();
      throw e;
    }
  }

  /** Starts and does not wait. */
  static Server launch(Path place, int port, String... flags) throws IOException {
    return launch(shipped(), place, port, flags);
  }

  private static Server launch(Path home, Path place, int port, String... flags)
      throws IOException {
    List<String> command = new ArrayList<>(List.of(home.resolve("bin/pharos").toString()));
    command.add("--web.listen-address=127.0.0.1:" + port);
    command.add("--storage.tsdb.path=" + place.resolve("data"));
    command.add("--deploy.path=" + place.resolve("deploy"));
    command.addAll(List.of(flags));
    if (Stream.of(flags).noneMatch(flag -> flag.startsWith("--config.file"))) {
      command.add("--config.file=" + place.resolve("conf/prometheus.yml"));
    }
    Process process =
        new ProcessBuilder(command).directory(place.toFile()).redirectErrorStream(true).start();
    return new Server(place, process, port);
  }

  /** Starts again in the same place, after a kill or a stop. */
  Server again(String... flags) throws Exception {
    return start(place, flags);
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void readOutput() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        synchronized (output) {
          output.add(line);
          output.notifyAll();
        }
      }
    } catch (IOException closed) {
      // The process is gone, which is how its output ends.
    }
  }

  Path place() {
    return place;
  }

  int port() {
    return port;
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  String output() {
    synchronized (output) {
      return String.join("\n", output);
    }
  }

  /** Waits for a line that contains {@code text}. */
  void awaitOutput(String text, Duration atMost) throws InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    synchronized (output) {
      while (output.stream().noneMatch(line -> line.contains(text))) {
        long left = (end - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          throw new AssertionError(
              "no line with '" + text + "' within " + atMost + ":\n" + output());
        }
        output.wait(left);
      }
    }
  }

  private void awaitReady() throws InterruptedException {
    Eventually.within(
        Duration.ofSeconds(60),
        "the server answers /-/ready",
        () -> {
          if (!process.isAlive()) {
            throw new Eventually.NeverError("ended with " + process.exitValue() + ":\n" + output());
          }
          return get("/-/ready").statusCode() == 200;
        });
  }

  /** The password of the admin, as it was shown once at the first start. */
  String firstPassword() throws InterruptedException {
    awaitOutput("with the password", Duration.ofSeconds(30));
    Matcher matcher = PASSWORD.matcher(output());
    if (!matcher.find()) {
      throw new AssertionError("no password was shown:\n" + output());
    }
    return matcher.group(1);
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(uri(path)));
  }

  HttpResponse<String> post(String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(uri(path)).POST(HttpRequest.BodyPublishers.noBody()));
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return http.send(
        request.timeout(Duration.ofSeconds(30)).build(), HttpResponse.BodyHandlers.ofString());
  }

  /** The {@code data} of an answer of Prometheus's API. */
  JsonElement api(String path) throws IOException, InterruptedException {
    HttpResponse<String> answer = get("/api/v1/" + path);
    JsonObject envelope = JsonParser.parseString(answer.body()).getAsJsonObject();
    if (!envelope.get("status").getAsString().equals("success")) {
      throw new AssertionError(path + " answered " + answer.statusCode() + " " + answer.body());
    }
    return envelope.get("data");
  }

  /** The elements of an instant vector. */
  List<JsonObject> query(String promql) throws IOException, InterruptedException {
    return api("query?query=" + encode(promql))
        .getAsJsonObject()
        .getAsJsonArray("result")
        .asList()
        .stream()
        .map(JsonElement::getAsJsonObject)
        .toList();
  }

  static double value(JsonObject element) {
    return Double.parseDouble(element.getAsJsonArray("value").get(1).getAsString());
  }

  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** Ends the process at once, as a power cut would. */
  void kill() throws InterruptedException {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    process.waitFor();
  }

  /** Asks the process to stop, and answers its exit code. */
  int stop() throws InterruptedException {
    process.destroy();
    return awaitExit(Duration.ofSeconds(20));
  }

  int awaitExit(Duration atMost) throws InterruptedException {
    if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError("still running after " + atMost + ":\n" + output());
    }
    reader.join(Duration.ofSeconds(5));
    return process.exitValue();
  }

  /** Sends SIGHUP. */
  void hangUp() throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-HUP", Long.toString(pid())).inheritIO().start().waitFor();
  }

  long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(15, TimeUnit.SECONDS)) {
        kill();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /** Replaces a file as an editor does: written beside it, then moved over it. */
  static void replace(Path file, String text) {
    try {
      Path draft = file.resolveSibling(file.getFileName() + ".new");
      Files.writeString(draft, text);
      Files.move(draft, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package dev.pharos.web.prometheus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The API as Prometheus's own command line sees it. */
class PromtoolTest {

  private static final Path PROMTOOL = Path.of("/usr/bin/promtool");

  private final Fixture fixture = new Fixture();
  private HttpServer server;

  @BeforeEach
  void start() throws Exception {
    assumeTrue(Files.isExecutable(PROMTOOL), "promtool is not installed");
    fixture.series("__name__", "up", "job", "node").series("__name__", "up", "job", "api");
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/api/v1", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.stop(0);
    }
  }

  private void answer(HttpExchange http) throws IOException {
    Exchange exchange =
        new Exchange(
            http.getRequestMethod(), http.getRequestURI().getPath().substring("/api/v1".length()));
    String form = new String(http.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    Map<String, List<String>> parameters = new LinkedHashMap<>();
    for (String text : List.of(String.valueOf(http.getRequestURI().getRawQuery()), form)) {
      for (String pair : text.split("&", -1)) {
        int equals = pair.indexOf('=');
        if (equals > 0) {
          parameters
              .computeIfAbsent(decoded(pair.substring(0, equals)), n -> new ArrayList<>())
              .add(decoded(pair.substring(equals + 1)));
        }
      }
    }
    parameters.forEach((name, values) -> exchange.with(name, values.toArray(String[]::new)));
    try {
      exchange.on(fixture.api());
    } catch (ServletException e) {
      throw new IOException(e);
    }
    exchange.headers().forEach((name, value) -> http.getResponseHeaders().set(name, value));
    http.sendResponseHeaders(exchange.status(), exchange.bytes().length);
    http.getResponseBody().write(exchange.bytes());
    http.close();
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private String promtool(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(PROMTOOL.toString(), "query"));
    command.addAll(List.of(arguments));
    command.replaceAll(
        word -> word.equals("URL") ? "http://127.0.0.1:" + server.getAddress().getPort() : word);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(10, TimeUnit.SECONDS));
    assertEquals(0, process.exitValue(), output);
    return output;
  }

  @Test
  void it_queries_at_an_instant() throws Exception {
    String output = promtool("instant", "--time=1600000000", "URL", "sum(up)");

    assertEquals("{} => 120 @[1600000000]\n", output);
  }

  @Test
  void it_queries_over_a_range() throws Exception {
    String output =
        promtool("range", "--start=1599999940", "--end=1600000000", "--step=60s", "URL", "sum(up)");

    assertEquals("{} =>\n118 @[1599999940]\n120 @[1600000000]\n", output);
  }

  @Test
  void it_lists_series_and_labels() throws Exception {
    assertEquals(
        "{__name__=\"up\", job=\"api\"}\n{__name__=\"up\", job=\"node\"}\n",
        promtool("series", "--match=up", "--start=1599990000", "--end=1600000000", "URL"));
    assertEquals(
        "api\nnode\n", promtool("labels", "--start=1599990000", "--end=1600000000", "URL", "job"));
  }
}

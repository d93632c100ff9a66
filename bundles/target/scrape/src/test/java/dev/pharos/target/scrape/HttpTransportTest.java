package dev.pharos.target.scrape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.pharos.config.yaml.YamlParser;
import dev.pharos.target.api.ScrapeBody;
import dev.pharos.target.api.ScrapeTransport;
import dev.pharos.target.testkit.ScrapeTransportContract;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpTransportTest extends ScrapeTransportContract {

  private final CountDownLatch testIsOver = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Map<String, List<String>>> seen = new CopyOnWriteArrayList<>();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.start();
  }

  @AfterEach
  void stop() {
    testIsOver.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  private URI serve(String path, HttpHandler handler) {
    server.createContext(
        path,
        exchange -> {
          seen.add(Map.copyOf(exchange.getRequestHeaders()));
          handler.handle(exchange);
        });
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  private static void answer(HttpExchange exchange, byte[] body) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4");
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  protected ScrapeTransport transport() {
    return new HttpTransport();
  }

  @Override
  protected URI targetThatSays(String exposition) {
    return serve("/says", ex -> answer(ex, exposition.getBytes(StandardCharsets.UTF_8)));
  }

  @Override
  protected URI targetThatRefuses() {
    return serve(
        "/refuses",
        exchange -> {
          exchange.sendResponseHeaders(404, -1);
          exchange.close();
        });
  }

  @Override
  protected URI targetThatHangs() {
    return serve("/hangs", exchange -> hang());
  }

  private void hang() {
    try {
      testIsOver.await(60, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static ScrapeBody fetch(URI url, String yaml) throws IOException, InterruptedException {
    ScrapeBody body = new ScrapeBody(0);
    var node = new YamlParser().parse("x", Path.of(""), yaml).mapping();
    try (ScrapeTransport.Client client = new HttpTransport().open(node)) {
      client.fetch(
          new ScrapeTransport.Request(
              url, Map.of("Accept-Encoding", "gzip"), Duration.ofSeconds(2)),
          body);
    }
    return body;
  }

  @Test
  void a_status_that_is_no_success_is_told() {
    URI url = targetThatRefuses();

    var e = assertThrows(IOException.class, () -> fetch(url, ""));

    assertEquals("server returned HTTP status 404 Not Found", e.getMessage());
  }

  @Test
  void a_port_where_nobody_listens_is_told_with_the_url() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    URI url = URI.create("http://127.0.0.1:" + port + "/metrics");

    String message =
        String.valueOf(assertThrows(IOException.class, () -> fetch(url, "")).getMessage());

    assertTrue(message.startsWith("Get \"" + url + "\": "), message);
    assertTrue(message.toLowerCase(Locale.ROOT).contains("refused"), message);
  }

  @Test
  void a_packed_answer_is_unpacked() throws Exception {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write("a 1\n".getBytes(StandardCharsets.UTF_8));
    }
    URI url =
        serve(
            "/packed",
            exchange -> {
              exchange.getResponseHeaders().set("Content-Encoding", "gzip");
              answer(exchange, packed.toByteArray());
            });

    ScrapeBody body = fetch(url, "");

    assertEquals("a 1\n", new String(body.bytes(), 0, body.length(), StandardCharsets.UTF_8));
  }

  @Test
  void a_body_that_trickles_in_ends_with_the_time() {
    URI url =
        serve(
            "/trickles",
            exchange -> {
              exchange.sendResponseHeaders(200, 0);
              exchange.getResponseBody().write("a 1\n".getBytes(StandardCharsets.UTF_8));
              exchange.getResponseBody().flush();
              hang();
            });

    String message =
        String.valueOf(assertThrows(IOException.class, () -> fetch(url, "")).getMessage());

    assertEquals("Get \"" + url + "\": no answer within 2000 ms", message);
  }

  @Test
  void the_settings_of_the_job_say_who_we_are() throws Exception {
    URI url = targetThatSays("a 1\n");

    fetch(url, "basic_auth: {username: me, password: secret}");
    fetch(url, "authorization: {credentials: token}\nhttp_headers: {X-Tenant: {values: [one]}}");

    assertEquals(List.of("Basic bWU6c2VjcmV0"), seen.get(0).get("Authorization"));
    assertEquals(List.of("Bearer token"), seen.get(1).get("Authorization"));
    assertEquals(List.of("one"), seen.get(1).get("X-tenant"));
    assertEquals(List.of("Prometheus/3.14.0"), seen.get(1).get("User-agent"));
  }

  @Test
  void a_redirect_is_followed_unless_that_is_forbidden() throws Exception {
    URI there = targetThatSays("a 1\n");
    URI here =
        serve(
            "/moved",
            exchange -> {
              exchange.getResponseHeaders().set("Location", there.toString());
              exchange.sendResponseHeaders(302, -1);
              exchange.close();
            });

    assertEquals(4, fetch(here, "").length());
    assertThrows(IOException.class, () -> fetch(here, "follow_redirects: false"));
  }

  @Test
  void pools_without_settings_share_what_is_common() throws Exception {
    URI url = targetThatSays("a 1\n");
    try (var one = transport().open(Optional.empty());
        var two = transport().open(Optional.empty())) {
      for (var client : List.of(one, two)) {
        ScrapeBody body = new ScrapeBody(0);
        client.fetch(new ScrapeTransport.Request(url, Map.of(), Duration.ofSeconds(5)), body);
        assertEquals(4, body.length());
      }
    }
  }
}

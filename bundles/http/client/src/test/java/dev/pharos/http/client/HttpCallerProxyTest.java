package dev.pharos.http.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpServer;
import dev.pharos.config.yaml.YamlParser;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpCallerProxyTest {

  private final List<String> asked = new CopyOnWriteArrayList<>();
  private HttpServer proxy;

  @BeforeEach
  void start() throws IOException {
    proxy = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    proxy.createContext(
        "/",
        exchange -> {
          asked.add(exchange.getRequestURI().toString());
          exchange.sendResponseHeaders(200, 2);
          exchange.getResponseBody().write("ok".getBytes(StandardCharsets.UTF_8));
          exchange.close();
        });
    proxy.start();
  }

  @AfterEach
  void stop() {
    proxy.stop(0);
  }

  private String call(String url, String noProxy) throws IOException, InterruptedException {
    String yaml =
        "proxy_url: http://127.0.0.1:%d%nno_proxy: '%s'%n"
            .formatted(proxy.getAddress().getPort(), noProxy);
    var node = new YamlParser().parse("f.yml", Path.of(""), yaml).mapping().orElseThrow();
    HttpSettings settings = HttpSettings.read(node);
    assertEquals(List.of(), node.problems());
    try (HttpCaller caller = new HttpCaller(settings, "test");
        HttpReply reply =
            caller.send(HttpCall.get(URI.create(url), Map.of(), Duration.ofSeconds(10)))) {
      return new String(reply.body().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void calls_go_through_the_proxy() throws Exception {
    assertEquals("ok", call("http://somewhere.test/metrics", ""));
    assertEquals(List.of("http://somewhere.test/metrics"), asked);
  }

  @Test
  void hosts_that_are_excepted_are_called_directly() throws Exception {
    String direct = "http://localhost:" + proxy.getAddress().getPort() + "/metrics";

    assertEquals("ok", call(direct, "other.test, localhost"));

    // A proxy is asked for the whole URL, a server for the path.
    assertEquals(List.of("/metrics"), asked);
  }
}

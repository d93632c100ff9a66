package dev.pharos.storage.tsdb.interop;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A target with values of all sorts that change with each scrape, and series that come and go. */
final class Target implements AutoCloseable {

  private final HttpServer server;
  private final AtomicInteger scrapes = new AtomicInteger();
  private final Semaphore scraped = new Semaphore(0);

  Target() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/metrics",
        exchange -> {
          byte[] body = text(scrapes.getAndIncrement()).getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4");
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
          scraped.release();
        });
    server.start();
  }

  private static String text(int scrape) {
    StringBuilder text = new StringBuilder("# TYPE requests_total counter\n");
    for (int i = 0; i < 30; i++) {
      text.append("requests_total{path=\"/p\\\\").append(i).append("\",host=\"ü\"} ");
      text.append(scrape * (long) i + i).append('\n');
    }
    text.append("temperature ").append(20 + Math.sin(scrape) * 5).append('\n');
    text.append("odd{kind=\"nan\"} NaN\n");
    text.append("odd{kind=\"inf\"} ").append(scrape % 2 == 0 ? "+Inf" : "-Inf").append('\n');
    text.append("odd{kind=\"tiny\"} ").append(scrape * 1.7e-300).append('\n');
    text.append("odd{kind=\"huge\"} ").append(scrape * 1.1e300).append('\n');
    text.append("constant 7\n");
    text.append("comes_and_goes{scrape=\"").append(scrape / 5).append("\"} 1\n");
    return text.toString();
  }

  /** Scrape configuration for this target. */
  String config() {
    return """
        global: {scrape_interval: 100ms, scrape_timeout: 100ms}
        scrape_configs:
          - job_name: target
            static_configs: [{targets: ['127.0.0.1:%d']}]
        """
        .formatted(server.getAddress().getPort());
  }

  /** Waits for so many more scrapes. */
  void awaitScrapes(int count) throws InterruptedException {
    if (!scraped.tryAcquire(count, 60, TimeUnit.SECONDS)) {
      throw new AssertionError("no " + count + " scrapes within a minute");
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}

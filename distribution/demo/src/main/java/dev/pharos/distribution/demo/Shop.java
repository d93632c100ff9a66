package dev.pharos.distribution.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.pharos.distribution.demo.Faults.Kind;
import dev.pharos.exposition.Negotiation;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The shop: four endpoints that take their time and now and then fail, {@code /metrics}, and {@code
 * /fault}, which makes trouble.
 *
 * <p>Listens on the loopback address only. Answers each request on a virtual thread.
 */
final class Shop implements AutoCloseable {

  /** How much the times of an endpoint differ; of a logarithmic normal distribution. */
  private static final double SPREAD = 0.45;

  /** So many requests at a time make each of them twice as slow. */
  private static final double CROWD = 60;

  private static final long LONGEST_MILLIS = 5_000;

  /** Lets time pass while the shop works. */
  @FunctionalInterface
  interface Work {
    void last(Duration time) throws InterruptedException;
  }

  private final Faults faults;
  private final RandomGenerator random;
  private final Work work;
  private final ShopMetrics metrics = new ShopMetrics();
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("shop-", 0).factory());
  private final HttpServer server;

  /**
   * Opens the shop.
   *
   * @param port 0 for any that is free
   */
  Shop(int port, Faults faults, RandomGenerator random, Work work) throws IOException {
    this.faults = faults;
    this.random = random;
    this.work = work;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.setExecutor(threads);
    for (Endpoint endpoint : Endpoint.values()) {
      server.createContext(endpoint.path, exchange -> answer(endpoint, exchange));
    }
    server.createContext("/metrics", this::metrics);
    server.createContext("/fault", this::fault);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void answer(Endpoint endpoint, HttpExchange exchange) throws IOException {
    metrics.began();
    long start = System.nanoTime();
    int status = 500;
    try {
      status = status(endpoint, exchange.getRequestMethod());
      work.last(time(endpoint));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      metrics.answered(endpoint, status, (System.nanoTime() - start) / 1e9);
    }
    send(
        exchange,
        status,
        "application/json",
        "{\"status\":%d}\n".formatted(status).getBytes(UTF_8));
  }

  private int status(Endpoint endpoint, String method) {
    if (!endpoint.method.equals(method)) {
      return 405;
    }
    return random.nextDouble() < faults.failures(endpoint) ? 500 : 200;
  }

  private Duration time(Endpoint endpoint) {
    double crowd = 1 + metrics.active() / CROWD;
    double millis =
        endpoint.medianMillis
            * Math.exp(SPREAD * random.nextGaussian())
            * faults.slowness(endpoint)
            * crowd;
    return Duration.ofMillis(Math.min(LONGEST_MILLIS, Math.round(millis)));
  }

  private void metrics(HttpExchange exchange) throws IOException {
    @Nullable String accept = exchange.getRequestHeaders().getFirst("Accept");
    Negotiation agreed = accept == null ? Negotiation.DEFAULT : Negotiation.of(accept);
    send(exchange, 200, agreed.contentType(), metrics.exposition(agreed));
  }

  private void fault(HttpExchange exchange) throws IOException {
    if (exchange.getRequestMethod().equals("POST")) {
      String query = String.valueOf(exchange.getRequestURI().getQuery());
      Optional<Kind> kind = Kind.named(parameter(query, "kind"));
      String on = parameter(query, "on");
      if (kind.isEmpty() || !(on.equals("true") || on.equals("false"))) {
        String usage = "found " + query + ", expected kind=errors|latency and on=true|false\n";
        send(exchange, 400, "text/plain", usage.getBytes(UTF_8));
        return;
      }
      faults.turn(kind.get(), on.equals("true"));
    }
    send(exchange, 200, "text/plain", ("faults: " + faults.on() + "\n").getBytes(UTF_8));
  }

  private static String parameter(String query, String name) {
    for (String pair : query.split("&", -1)) {
      if (pair.startsWith(name + "=")) {
        return pair.substring(name.length() + 1);
      }
    }
    return "";
  }

  private static void send(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      exchange.getResponseHeaders().set("Content-Type", type);
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    }
  }
}

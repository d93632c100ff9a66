package dev.pharos.distribution.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pharos.distribution.demo.Faults.Kind;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ShopTest {

  private final Faults faults = new Faults(Set.of());
  private final RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(42);
  private final List<Duration> work = new CopyOnWriteArrayList<>();
  private final CountDownLatch hundred = new CountDownLatch(100);
  private final HttpClient client = HttpClient.newHttpClient();
  private Shop shop;

  @BeforeEach
  void open() throws IOException {
    shop =
        new Shop(
            0,
            faults,
            random,
            time -> {
              work.add(time);
              hundred.countDown();
            });
  }

  @AfterEach
  void close() {
    client.close();
    shop.close();
  }

  @Test
  void each_answer_is_counted_and_timed() throws Exception {
    for (Endpoint endpoint : Endpoint.values()) {
      assertEquals(200, ask(endpoint.method, endpoint.path).statusCode(), endpoint.path);
    }

    String metrics = ask("GET", "/metrics").body();

    for (Endpoint endpoint : Endpoint.values()) {
      String labels = "endpoint=\"" + endpoint.path + "\"";
      assertTrue(
          metrics.contains("api_requests_total{" + labels + ",status=\"200\"} 1\n"), metrics);
      assertTrue(
          metrics.contains("api_request_duration_seconds_count{" + labels + "} 1\n"), metrics);
    }
    assertTrue(metrics.contains("\nactive_requests 0\n"), metrics);
  }

  @Test
  void faulty_payments_fail_one_time_in_three_and_nothing_else_does() throws Exception {
    assertEquals("faults: [errors]\n", ask("POST", "/fault?kind=errors&on=true").body());

    int payments = failures("POST", "/payments", 150);
    int products = failures("GET", "/products", 150);

    assertTrue(payments > 30 && payments < 70, payments + " of 150 payments");
    assertTrue(products < 5, products + " of 150 products");
  }

  @Test
  void slow_searches_take_ten_times_as_long() throws Exception {
    ask("GET", "/search");
    faults.turn(Kind.LATENCY, true);
    for (int i = 0; i < 50; i++) {
      ask("GET", "/search");
    }

    double slow = work.stream().skip(1).mapToLong(Duration::toMillis).average().orElseThrow();

    assertTrue(slow > 5 * Endpoint.SEARCH.medianMillis, slow + " ms");
  }

  @Test
  void a_fault_that_is_not_known_is_refused_with_those_there_are() throws Exception {
    HttpResponse<String> answer = ask("POST", "/fault?kind=flood&on=true");

    assertEquals(400, answer.statusCode());
    assertEquals(
        "found kind=flood&on=true, expected kind=errors|latency and on=true|false\n",
        answer.body());
    assertEquals(Set.of(), faults.on());
  }

  @Test
  void customers_come_and_want_all_there_is() throws Exception {
    Wave wave = new Wave(Wave.MOST_PER_SECOND, Duration.ofDays(1));
    try (Load load = new Load(shop.port(), wave, random)) {
      load.start();
      assertTrue(hundred.await(30, TimeUnit.SECONDS), hundred + " did not come");
    }

    String metrics = ask("GET", "/metrics").body();

    for (Endpoint endpoint : Endpoint.values()) {
      assertTrue(metrics.contains("{endpoint=\"" + endpoint.path + "\",status=\"200\"}"), metrics);
    }
  }

  private int failures(String method, String path, int tries) throws Exception {
    int failures = 0;
    for (int i = 0; i < tries; i++) {
      failures += ask(method, path).statusCode() == 500 ? 1 : 0;
    }
    return failures;
  }

  private HttpResponse<String> ask(String method, String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + shop.port() + path);
    return client.send(
        HttpRequest.newBuilder(uri).method(method, BodyPublishers.noBody()).build(),
        BodyHandlers.ofString());
  }
}

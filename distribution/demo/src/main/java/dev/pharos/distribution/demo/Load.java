package dev.pharos.distribution.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.random.RandomGenerator;

/**
 * The customers: they come at random, as many as the time of day brings, each on a virtual thread.
 *
 * <p>No more than 100 of them wait at a time; who comes then goes away unserved.
 */
final class Load implements AutoCloseable {

  private static final int MOST_WAITING = 100;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** How often an empty shop is looked at for new customers. */
  private static final Duration QUIET = Duration.ofMillis(500);

  private final String shop;
  private final Wave wave;
  private final RandomGenerator random;
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("customer-", 0).factory());
  private final HttpClient client =
      HttpClient.newBuilder().executor(threads).connectTimeout(PATIENCE).build();
  private final Semaphore places = new Semaphore(MOST_WAITING);
  private final Thread door = Thread.ofVirtual().name("customers").unstarted(this::come);

  Load(int port, Wave wave, RandomGenerator random) {
    this.shop = "http://127.0.0.1:" + port;
    this.wave = wave;
    this.random = random;
  }

  void start() {
    door.start();
  }

  @Override
  public void close() {
    door.interrupt();
    threads.shutdownNow();
    client.shutdownNow();
  }

  private void come() {
    long start = System.nanoTime();
    try {
      while (true) {
        double rate = wave.perSecond(Duration.ofNanos(System.nanoTime() - start));
        if (rate > 0) {
          // Customers know nothing of one another: the time between them is exponential.
          Thread.sleep(Duration.ofNanos((long) (1e9 * random.nextExponential() / rate)));
          enter(Endpoint.wanted(random.nextDouble()));
        } else {
          Thread.sleep(QUIET);
        }
      }
    } catch (InterruptedException _) {
      // The shop closes.
    }
  }

  private void enter(Endpoint endpoint) {
    if (places.tryAcquire()) {
      threads.execute(
          () -> {
            try {
              client.send(request(endpoint), BodyHandlers.discarding());
            } catch (IOException _) {
              // An answer that does not come is the shop's to count.
            } catch (InterruptedException _) {
              Thread.currentThread().interrupt();
            } finally {
              places.release();
            }
          });
    }
  }

  private HttpRequest request(Endpoint endpoint) {
    return HttpRequest.newBuilder(URI.create(shop + endpoint.path))
        .timeout(PATIENCE)
        .method(endpoint.method, BodyPublishers.noBody())
        .build();
  }
}

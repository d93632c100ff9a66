package dev.pharos.target.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pharos.target.api.BodyLimitException;
import dev.pharos.target.api.ScrapeBody;
import dev.pharos.target.api.ScrapeTransport;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What every way of fetching has to do. Extend it in the tests of a transport. */
public abstract class ScrapeTransportContract {

  /** The transport under test. */
  protected abstract ScrapeTransport transport();

  /** A target that answers with this exposition in the text format. */
  protected abstract URI targetThatSays(String exposition) throws Exception;

  /** A target that answers, but not with metrics. */
  protected abstract URI targetThatRefuses() throws Exception;

  /** A target that takes longer than a minute. */
  protected abstract URI targetThatHangs() throws Exception;

  private static ScrapeTransport.Request request(URI url, Duration timeout) {
    return new ScrapeTransport.Request(url, Map.of("Accept", "text/plain;version=0.0.4"), timeout);
  }

  @Test
  protected void the_answer_and_its_type_are_taken() throws Exception {
    ScrapeBody body = new ScrapeBody(0);
    try (ScrapeTransport.Client client = transport().open(Optional.empty())) {
      client.fetch(request(targetThatSays("a 1\n"), Duration.ofSeconds(10)), body);
    }
    assertEquals("a 1\n", new String(body.bytes(), 0, body.length(), StandardCharsets.UTF_8));
    assertTrue(body.contentType().startsWith("text/plain"), body.contentType());
  }

  @Test
  protected void a_client_fetches_again_and_again() throws Exception {
    URI url = targetThatSays("a 1\n");
    ScrapeBody body = new ScrapeBody(0);
    try (ScrapeTransport.Client client = transport().open(Optional.empty())) {
      for (int i = 0; i < 3; i++) {
        body.reset();
        client.fetch(request(url, Duration.ofSeconds(10)), body);
        assertEquals(4, body.length());
      }
    }
  }

  @Test
  protected void a_refusal_is_told_with_a_reason() throws Exception {
    URI url = targetThatRefuses();
    try (ScrapeTransport.Client client = transport().open(Optional.empty())) {
      IOException e =
          assertThrows(
              IOException.class,
              () -> client.fetch(request(url, Duration.ofSeconds(10)), new ScrapeBody(0)));
      assertFalse(String.valueOf(e.getMessage()).isBlank());
    }
  }

  @Test
  protected void a_body_beyond_the_limit_is_refused_as_such() throws Exception {
    URI url = targetThatSays("a 1\nb 2\n");
    try (ScrapeTransport.Client client = transport().open(Optional.empty())) {
      assertThrows(
          BodyLimitException.class,
          () -> client.fetch(request(url, Duration.ofSeconds(10)), new ScrapeBody(5)));
    }
  }

  @Test
  protected void a_fetch_ends_when_its_time_is_over() throws Exception {
    URI url = targetThatHangs();
    try (ScrapeTransport.Client client = transport().open(Optional.empty())) {
      long start = System.nanoTime();
      assertThrows(
          IOException.class,
          () -> client.fetch(request(url, Duration.ofMillis(300)), new ScrapeBody(0)));
      long millis = (System.nanoTime() - start) / 1_000_000;
      assertTrue(millis < 5000, "took " + millis + " ms");
    }
  }

  @Test
  protected void a_fetch_ends_when_it_is_interrupted() throws Exception {
    URI url = targetThatHangs();
    AtomicReference<Throwable> outcome = new AtomicReference<>();
    try (ScrapeTransport.Client client = transport().open(Optional.empty())) {
      Thread thread =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      client.fetch(request(url, Duration.ofSeconds(60)), new ScrapeBody(0));
                    } catch (IOException | InterruptedException e) {
                      outcome.set(e);
                    }
                  });
      thread.interrupt();
      assertTrue(thread.join(Duration.ofSeconds(5)), "still fetches 5 s after the interrupt");
    }
    assertTrue(outcome.get() != null, "the fetch came to an end as if nothing had happened");
  }
}

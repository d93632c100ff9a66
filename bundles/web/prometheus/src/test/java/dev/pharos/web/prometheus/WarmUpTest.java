package dev.pharos.web.prometheus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pharos.query.api.QueryEngine;
import dev.pharos.storage.api.StorageStatus;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WarmUpTest {

  private static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochMilli(Fixture.NOW));

  private final Fixture fixture = new Fixture();
  private final List<String> sent = new ArrayList<>();

  @BeforeEach
  void the_latest_sample_is_of_now() {
    fixture.status.head = new StorageStatus.Head(3, 3, 0, Fixture.NOW, 6);
  }

  private int askedWithin(Duration time) throws Exception {
    return new WarmUp(fixture.platform, CLOCK, time, sent::add).askAll();
  }

  @Test
  void a_server_without_samples_asks_nothing() throws Exception {
    assertEquals(0, askedWithin(Duration.ofDays(1)));
  }

  @Test
  void after_a_long_rest_questions_are_about_what_was_stored_last() throws Exception {
    fixture.series("__name__", "up", "job", "a");
    InstantSource later = InstantSource.fixed(Instant.ofEpochMilli(Fixture.NOW).plusSeconds(7200));
    WarmUp warmUp = new WarmUp(fixture.platform, later, Duration.ofMillis(200), sent::add);
    assertTrue(warmUp.askAll() > 0);
  }

  @Test
  void samples_of_a_time_to_come_do_not_move_the_window() throws Exception {
    fixture.series("__name__", "up", "job", "a");
    fixture.status.head = new StorageStatus.Head(3, 3, 0, Fixture.NOW + 86_400_000, 6);
    assertTrue(askedWithin(Duration.ofMillis(200)) > 0);
  }

  @Test
  void questions_are_asked_until_the_time_has_passed() throws Exception {
    fixture.series("__name__", "up", "job", "a", "instance", "x:1");
    fixture.series("__name__", "requests_total", "job", "a", "instance", "x:1");
    fixture.series("__name__", "seconds_bucket", "job", "a", "le", "+Inf");
    int asked = askedWithin(Duration.ofMillis(200));
    assertTrue(asked > 0);
    assertEquals(WarmUp.REQUESTS * asked / 2, sent.size());
  }

  @Test
  void every_question_can_be_answered() throws Exception {
    fixture.series("__name__", "up", "job", "a", "instance", "x:1");
    fixture.series("__name__", "requests_total", "job", "a", "instance", "x:1");
    fixture.series("__name__", "seconds_bucket", "job", "a", "le", "+Inf");
    WarmUp warmUp = new WarmUp(fixture.platform, CLOCK, Duration.ofSeconds(30), sent::add);
    for (String query : warmUp.queries(Fixture.NOW)) {
      Exchange answer = Exchange.get("/query").with("query", query).on(fixture.api());
      assertEquals(200, answer.status(), query + ": " + answer.body());
    }
  }

  /** The storage is told of as soon as it is there, to each part of the server in turn. */
  @Test
  void asks_what_it_was_made_with_whether_or_not_others_have_been_told_of_it() throws Exception {
    fixture.series("__name__", "up", "job", "a");
    CountDownLatch asked = new CountDownLatch(1);
    QueryEngine engine =
        (QueryEngine)
            Proxy.newProxyInstance(
                QueryEngine.class.getClassLoader(),
                new Class<?>[] {QueryEngine.class},
                (proxy, method, arguments) -> {
                  asked.countDown();
                  return method.invoke(fixture.platform.engine(), arguments);
                });
    Settings settings =
        new Settings(false, false, false, "", "0.1.0", Map.of(), Duration.ofMinutes(1));
    WarmUp warmUp = new WarmUp(engine, fixture.storage, fixture.status, settings);
    assertTrue(asked.await(30, TimeUnit.SECONDS));
    warmUp.stop();
  }
}

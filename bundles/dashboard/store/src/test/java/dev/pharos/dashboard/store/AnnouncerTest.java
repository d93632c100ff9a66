package dev.pharos.dashboard.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AnnouncerTest {

  private final Announcer announcer = new Announcer("test");

  @AfterEach
  void stop() throws InterruptedException {
    announcer.stop();
  }

  @Test
  void many_changes_in_a_row_are_told_at_most_twice_a_second() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    CountDownLatch first = new CountDownLatch(1);
    CountDownLatch second = new CountDownLatch(2);
    announcer.listen(
        () -> {
          calls.incrementAndGet();
          first.countDown();
          second.countDown();
        });
    long start = System.nanoTime();
    announcer.announce();
    assertTrue(first.await(5, TimeUnit.SECONDS));

    for (int i = 0; i < 1000; i++) {
      announcer.announce();
    }
    assertTrue(second.await(5, TimeUnit.SECONDS));

    long millis = (System.nanoTime() - start) / 1_000_000;
    assertTrue(millis >= 500, millis + " ms for two calls");
    assertEquals(2, calls.get());
  }

  @Test
  void a_listener_that_fails_harms_no_other() throws Exception {
    CountDownLatch told = new CountDownLatch(1);
    announcer.listen(
        () -> {
          throw new IllegalStateException("on purpose");
        });
    announcer.listen(told::countDown);

    announcer.announce();

    assertTrue(told.await(5, TimeUnit.SECONDS));
  }

  @Test
  void a_listener_that_has_left_is_told_no_more() throws Exception {
    AtomicInteger gone = new AtomicInteger();
    CountDownLatch stays = new CountDownLatch(1);
    announcer.listen(gone::incrementAndGet).close();
    announcer.listen(stays::countDown);

    announcer.announce();

    assertTrue(stays.await(5, TimeUnit.SECONDS));
    assertEquals(0, gone.get());
  }
}

package dev.pharos.web.prometheus.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class SeriesCacheTest {

  private static final long HOUR = Duration.ofHours(1).toNanos();

  private final SeriesCache cache = new SeriesCache(64 << 20, 0);

  private static long high(int series) {
    return new SplittableRandom(series).nextLong();
  }

  private long find(int series) {
    return cache.walk().find(high(series), series);
  }

  private void put(int series, long reference) {
    cache.walk().put(high(series), series, reference);
  }

  @Test
  void it_answers_what_was_put_into_it() {
    for (int i = 1; i <= 20_000; i++) {
      assertEquals(SeriesCache.UNKNOWN, find(i));
      put(i, 7L * i);
    }

    for (int i = 1; i <= 20_000; i++) {
      assertEquals(7L * i, find(i));
    }
    assertEquals(20_000, cache.size());
  }

  @Test
  void hashes_that_differ_in_the_lower_bits_alone_are_told_apart() {
    cache.walk().put(42, 1, 100);
    cache.walk().put(42, 2, 200);

    assertEquals(100, cache.walk().find(42, 1));
    assertEquals(200, cache.walk().find(42, 2));
    assertEquals(SeriesCache.UNKNOWN, cache.walk().find(42, 3));
  }

  @Test
  void a_new_reference_takes_the_place_of_the_old_one() {
    put(1, 100);
    put(1, 200);

    assertEquals(200, find(1));
    assertEquals(1, cache.size());
  }

  @Test
  void references_of_another_set_of_writers_void_the_others() {
    long epoch = 3L << 47;
    put(1, epoch | 5);
    assertEquals(epoch | 5, find(1));

    put(2, (4L << 47) | 6);

    assertEquals(SeriesCache.UNKNOWN, find(1));
    assertEquals((4L << 47) | 6, find(2));
  }

  @Test
  void what_nobody_asked_for_in_an_hour_goes() {
    for (int i = 1; i <= 1000; i++) {
      put(i, i);
    }
    for (int halves = 1; halves <= 4; halves++) {
      for (int i = 1; i <= 100; i++) {
        find(i);
      }
      cache.tick(halves * HOUR / 2);
    }

    assertEquals(100, cache.size());
    assertEquals(100, find(100));
    assertEquals(SeriesCache.UNKNOWN, find(101));
  }

  @Test
  void it_does_not_grow_beyond_its_bound() {
    SeriesCache small = new SeriesCache(100_000, 0);
    for (int i = 1; i <= 50_000; i++) {
      small.walk().put(high(i), i, i);
    }

    assertTrue(small.size() <= 100_000 / 17, small.size() + " series");
    assertEquals(1, small.walk().find(high(1), 1));
  }

  @Test
  void a_walk_finds_series_in_any_order() {
    SeriesCache.Walk filling = cache.walk();
    for (int i = 1; i <= 5000; i++) {
      filling.put(high(i), i, i);
    }
    SplittableRandom random = new SplittableRandom(7);
    for (int round = 0; round < 20; round++) {
      SeriesCache.Walk walk = cache.walk();
      int step = random.nextInt(1, 100);
      for (int i = random.nextInt(1, 100); i <= 6000; i += random.nextInt(1, step + 1)) {
        assertEquals(i <= 5000 ? i : SeriesCache.UNKNOWN, walk.find(high(i), i));
      }
    }
  }

  @Test
  void a_walk_goes_on_when_the_table_has_grown() {
    SeriesCache.Walk walk = cache.walk();
    for (int i = 1; i <= 900; i++) {
      walk.put(high(i), i, i);
    }
    assertEquals(5, walk.find(high(5), 5));
    for (int i = 901; i <= 9000; i++) {
      put(i, i);
    }

    for (int i = 6; i <= 9000; i++) {
      assertEquals(i, walk.find(high(i), i));
    }
  }

  @Test
  void what_is_new_is_taken_again_when_others_have_gone() {
    SeriesCache small = new SeriesCache(1, 0);
    for (int i = 1; i <= 3000; i++) {
      small.walk().put(high(i), i, i);
    }
    assertEquals(SeriesCache.UNKNOWN, small.walk().find(high(3000), 3000));
    small.tick(HOUR / 2);
    small.tick(HOUR);

    small.walk().put(high(3000), 3000, 3000);
    assertEquals(3000, small.walk().find(high(3000), 3000));
    assertEquals(1, small.size());
  }

  @Test
  void it_may_be_asked_while_it_changes() throws ExecutionException, InterruptedException {
    try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
      Future<?> writing =
          threads.submit(
              () -> {
                for (int i = 1; i <= 100_000; i++) {
                  put(i, i);
                }
              });
      Future<Boolean> reading = threads.submit(() -> answersAreRightUntil(writing));
      Future<Boolean> another = threads.submit(() -> answersAreRightUntil(writing));

      assertTrue(reading.get());
      assertTrue(another.get());
    }
  }

  private boolean answersAreRightUntil(Future<?> done) {
    SplittableRandom random = new SplittableRandom(5);
    SeriesCache.Walk walk = cache.walk();
    boolean right = true;
    while (!done.isDone()) {
      int series = random.nextInt(1, 100_000);
      long found = walk.find(high(series), series);
      right &= found == series || found == SeriesCache.UNKNOWN;
    }
    return right;
  }
}

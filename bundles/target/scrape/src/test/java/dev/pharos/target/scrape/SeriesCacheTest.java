package dev.pharos.target.scrape;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SeriesCacheTest {

  private final SeriesCache cache = new SeriesCache();

  /** Sees series, whose references are the numbers in their names. */
  private void scrape(int... series) {
    cache.begin();
    see(true, series);
  }

  private void see(boolean tracked, int... series) {
    for (int number : series) {
      byte[] key = ("s" + number).getBytes(UTF_8);
      int found = cache.find(key, 0, key.length);
      cache.seen(
          found == SeriesCache.UNKNOWN ? cache.add(key, 0, key.length, number) : found, tracked);
    }
  }

  private List<Long> vanished() {
    List<Long> vanished = new ArrayList<>();
    cache.forEachVanished(vanished::add);
    return vanished;
  }

  @Test
  void what_the_scrape_before_had_and_this_one_has_not_has_vanished() {
    scrape(1, 2, 3);
    assertEquals(List.of(), vanished());
    cache.stored();
    scrape(1, 3, 4);

    assertEquals(List.of(2L), vanished());
    cache.stored();
    assertEquals(3, cache.size());
  }

  @Test
  void references_stay_with_their_series_when_others_go() {
    scrape(1, 2, 3);
    cache.stored();
    scrape(3, 1, 5);
    cache.stored();

    for (int number : new int[] {1, 3, 5}) {
      byte[] key = ("s" + number).getBytes(UTF_8);
      assertEquals(number, cache.reference(cache.find(key, 0, key.length)));
    }
  }

  @Test
  void a_scrape_that_was_not_stored_changes_nothing() {
    scrape(1, 2);
    cache.stored();
    scrape(1, 7);

    cache.begin();
    assertEquals(List.of(1L, 2L), vanished());
  }

  @Test
  void series_that_are_not_tracked_do_not_vanish() {
    scrape(1);
    see(false, 2);
    cache.stored();
    scrape();

    assertEquals(List.of(1L), vanished());
  }

  @Test
  void what_was_marked_stale_does_not_vanish_again() {
    scrape(1, 2);
    cache.stored();
    cache.begin();
    cache.ended();

    scrape(2);
    assertEquals(List.of(), vanished());
  }
}

package dev.pharos.dashboard.frames;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pharos.model.TimeRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StepsTest {

  private static final long HOUR = 3_600_000;

  @ParameterizedTest
  @CsvSource({"1,800,5", "1,400,10", "6,800,30", "24,800,120", "168,800,900", "720,400,7200"})
  void a_step_is_round_and_lets_the_points_fit(long hours, int points, long seconds) {
    long step = Steps.millis(new TimeRange(0, hours * HOUR), points, 1_000);

    assertEquals(seconds * 1_000, step);
    assertTrue(hours * HOUR / step <= points);
  }

  @Test
  void a_step_is_no_shorter_than_what_targets_are_scraped_at() {
    assertEquals(15_000, Steps.millis(new TimeRange(0, 60_000), 1_000, 15_000));
  }

  @Test
  void beyond_a_day_steps_are_whole_days() {
    assertEquals(9 * 24 * HOUR, Steps.millis(new TimeRange(0, 366L * 10 * 24 * HOUR), 420, 15_000));
  }

  @Test
  void a_panel_without_room_is_given_room_for_two() {
    assertEquals(
        Steps.millis(new TimeRange(0, HOUR), 2, 1),
        Steps.millis(new TimeRange(0, HOUR), Integer.MIN_VALUE, 1));
  }

  @Test
  void no_room_is_so_large_that_more_than_5000_points_are_asked_for() {
    TimeRange week = new TimeRange(0, 168 * HOUR);

    assertTrue(168 * HOUR / Steps.millis(week, Integer.MAX_VALUE, 1) <= 5_000);
  }

  @Test
  void a_range_begins_and_ends_on_the_step() {
    assertEquals(new TimeRange(10_000, 40_000), Steps.align(new TimeRange(19_999, 49_999), 10_000));
  }

  @Test
  void a_range_shorter_than_its_step_is_made_one_step_long() {
    assertEquals(new TimeRange(10_000, 20_000), Steps.align(new TimeRange(15_000, 15_001), 10_000));
  }
}

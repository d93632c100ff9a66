package dev.pharos.target.scrape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ScheduleTest {

  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final long MILLI = Duration.ofMillis(1).toNanos();

  private final Schedule schedule = new Schedule(15 * SECOND);

  @Test
  void a_target_has_the_same_place_in_every_interval() {
    long hash = 0x9E3779B97F4A7C15L;
    long first = 1_000_000 + schedule.untilFirst(1_000_000, hash) / MILLI;
    long later = 1_234_567 + schedule.untilFirst(1_234_567, hash) / MILLI;

    assertTrue(schedule.untilFirst(1_000_000, hash) < 15 * SECOND);
    assertTrue(Math.abs(first % 15_000 - later % 15_000) <= 1);
  }

  @Test
  void targets_have_different_places() {
    assertNotEquals(schedule.untilFirst(0, 1_000_000_007L), schedule.untilFirst(0, -42L));
  }

  @Test
  void timestamps_are_whole_intervals_apart_though_threads_wake_late() {
    schedule.start(0, 1000);
    assertEquals(1000, schedule.timestampMillis(0, 1000));

    assertEquals(15 * SECOND, schedule.untilNext(0));
    assertEquals(16_000, schedule.timestampMillis(15 * SECOND + MILLI, 16_001));
    assertEquals(15 * SECOND - MILLI, schedule.untilNext(15 * SECOND + MILLI));
    assertEquals(31_000, schedule.timestampMillis(30 * SECOND, 31_000));
  }

  @Test
  void a_scrape_that_is_really_late_tells_its_own_time_and_the_next_is_on_time_again() {
    schedule.start(0, 1000);
    schedule.untilNext(0);

    assertEquals(16_050, schedule.timestampMillis(15 * SECOND + 50 * MILLI, 16_050));
    assertEquals(15 * SECOND - 50 * MILLI, schedule.untilNext(15 * SECOND + 50 * MILLI));
    assertEquals(31_000, schedule.timestampMillis(30 * SECOND, 31_001));
  }

  @Test
  void scrapes_that_were_missed_are_left_out() {
    schedule.start(0, 1000);

    assertEquals(5 * SECOND, nextAfter(40 * SECOND));
  }

  private long nextAfter(long nanos) {
    long wait = schedule.untilNext(nanos);
    return wait == 0 ? schedule.untilNext(nanos) : wait;
  }

  @Test
  void a_clock_that_steps_changes_timestamps_and_not_the_pace() {
    schedule.start(0, 1_000_000);
    schedule.untilNext(0);

    // An hour back, then on from there.
    assertEquals(-2_585_000, schedule.timestampMillis(15 * SECOND, -2_585_000));
    assertEquals(15 * SECOND, schedule.untilNext(15 * SECOND));
    assertEquals(-2_570_000, schedule.timestampMillis(30 * SECOND, -2_569_999));
  }
}

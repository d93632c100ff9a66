package dev.pharos.client;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pharos.client.QuantileSketch.Objective;
import dev.pharos.client.SlidingQuantiles.Promise;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SlidingQuantilesTest {

  private static final long MINUTE = Duration.ofMinutes(1).toNanos();

  /** Nanoseconds may begin anywhere, below 0 too, and run over. */
  private long now = Long.MAX_VALUE - 3 * MINUTE;

  private final SlidingQuantiles quantiles =
      new SlidingQuantiles(
          new Promise(List.of(new Objective(0.5, 0.05), new Objective(0.9, 0.01)), 10 * MINUTE, 5),
          () -> now);

  private void add(double... values) {
    for (double value : values) {
      quantiles.add(value);
    }
  }

  private void assertTold(double median, double ninth) {
    assertArrayEquals(new double[] {median, ninth}, quantiles.values());
  }

  @Test
  void without_values_nothing_is_told_and_nothing_is_held() {
    assertTold(Double.NaN, Double.NaN);
    assertTrue(quantiles.isIdle());
  }

  @Test
  void values_count_at_once_in_whatever_order_they_come() {
    add(3, 1, 2);

    assertTold(2, 3);

    add(9, 8, 7, 10, 4, 5, 6);

    assertTold(5, 9);
  }

  @Test
  void values_count_for_eight_minutes_and_no_longer_than_ten() {
    add(1);
    now += MINUTE;
    add(2);
    now += 8 * MINUTE;

    assertTold(1, 2);

    now += MINUTE;

    assertTold(Double.NaN, Double.NaN);
    assertTrue(quantiles.isIdle());
  }

  @Test
  void younger_values_stay_while_older_ones_go() {
    add(100, 100, 100);
    for (int i = 0; i < 5; i++) {
      now += 2 * MINUTE;
      add(i);
    }

    assertTold(2, 4);
  }

  @Test
  void what_was_gathered_before_a_step_is_as_old_as_the_rest() {
    add(1);
    now += 10 * MINUTE - 1;
    add(2);
    now += 1;

    assertTold(2, 2);
  }

  @Test
  void after_a_long_pause_it_begins_anew() {
    add(1);
    now += 1000 * MINUTE;
    add(2);

    assertTold(2, 2);
    assertFalse(quantiles.isIdle());

    now += 9 * MINUTE;

    assertTold(2, 2);
  }

  @Test
  void many_values_are_told_of_while_they_come() {
    for (int i = 1; i <= 10_000; i++) {
      quantiles.add(i);
      if (i % 1234 == 0) {
        double[] told = quantiles.values();
        assertEquals(0.5 * i, told[0], 0.05 * i + 1);
        assertEquals(0.9 * i, told[1], 0.01 * i + 1);
      }
    }
  }
}

package dev.pharos.distribution.launcher;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class GiveBackTest {

  private static final long MIB = 1L << 20;
  private static final long MINUTE = Duration.ofMinutes(1).toNanos();

  @Test
  void a_heap_that_has_grown_is_collected_when_the_process_is_idle() {
    assertTrue(GiveBack.isWorthwhile(900 * MIB, 100 * MIB, MINUTE / 100, MINUTE));
    assertTrue(GiveBack.isWorthwhile(900 * MIB, 0, MINUTE / 100, MINUTE));
  }

  @Test
  void a_busy_process_is_left_in_peace() {
    assertFalse(GiveBack.isWorthwhile(900 * MIB, 100 * MIB, MINUTE / 2, MINUTE));
  }

  @Test
  void a_heap_that_was_collected_and_has_not_grown_since_is_left_alone() {
    assertFalse(GiveBack.isWorthwhile(110 * MIB, 100 * MIB, 0, MINUTE));
  }

  @Test
  void a_small_heap_is_left_alone() {
    assertFalse(GiveBack.isWorthwhile(60 * MIB, 0, 0, MINUTE));
  }
}

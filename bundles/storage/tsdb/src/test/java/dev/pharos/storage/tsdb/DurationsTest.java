package dev.pharos.storage.tsdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DurationsTest {

  @Test
  void every_unit_is_read() {
    assertEquals(Duration.ofDays(15), Durations.parse("x", "15d"));
    assertEquals(
        Duration.ofMillis(365 * 86_400_000L + 2 * 604_800_000L + 3 * 86_400_000L + 14_706_007L),
        Durations.parse("x", "1y2w3d4h5m6s7ms"));
    assertEquals(Duration.ofMinutes(5), Durations.parse("x", "5m"));
    assertEquals(Duration.ofMillis(5), Durations.parse("x", "5ms"));
  }

  @Test
  void they_are_written_as_the_original_writes_them() {
    assertEquals("15d", Durations.format(Duration.ofDays(15)));
    assertEquals("1h30m", Durations.format(Duration.ofMinutes(90)));
    assertEquals("1y", Durations.format(Duration.ofDays(365)));
    assertEquals("2w", Durations.format(Duration.ofDays(14)));
    assertEquals("0s", Durations.format(Duration.ZERO));
    assertEquals("1s5ms", Durations.format(Duration.ofMillis(1005)));
  }

  @Test
  void anything_else_is_refused_with_an_example() {
    for (String text : new String[] {"", "15", "d", "1.5d", "-1d", "1h1d", "15 d", "forever"}) {
      var e = assertThrows(IllegalArgumentException.class, () -> Durations.parse("a.b", text));
      assertEquals(
          "a.b is '"
              + text
              + "', which is no duration; write numbers with units from large to small, such as 15d"
              + " or 1h30m",
          e.getMessage());
    }
    assertThrows(
        IllegalArgumentException.class, () -> Durations.parse("a.b", "99999999999999999999d"));
    assertThrows(IllegalArgumentException.class, () -> Durations.parse("a.b", "9999999999999y"));
  }
}

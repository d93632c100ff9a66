package dev.pharos.ui.app.part;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class WordsTest {

  @Test
  void one_is_told_apart_from_many() {
    assertEquals("1 target", Words.count(1, "target", "targets"));
    assertEquals("0 targets", Words.count(0, "target", "targets"));
    assertEquals("12,345 targets", Words.count(12_345, "target", "targets"));
  }

  @Test
  void durations_are_in_the_unit_that_fits() {
    assertEquals("250 µs", Words.seconds(0.00025));
    assertEquals("12.3 ms", Words.seconds(0.0123));
    assertEquals("1.20 s", Words.seconds(1.2));
  }

  @Test
  void lengths_leave_out_what_is_zero() {
    assertEquals("2h", Words.length(Duration.ofHours(2)));
    assertEquals("1d 30m", Words.length(Duration.ofMinutes(24 * 60 + 30)));
    assertEquals("0m", Words.length(Duration.ofSeconds(3)));
  }
}

package dev.pharos.dashboard.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

  @ParameterizedTest
  @CsvSource({"30s,30", "5m,300", "1h,3600", "1h30m,5400", "7d,604800", "2w,1209600", "90m,5400"})
  void counts_and_units_add_up(String text, long seconds) {
    assertEquals(seconds, Durations.seconds(text));
  }

  @Test
  void nothing_at_all_needs_no_unit() {
    assertEquals(0, Durations.seconds("0"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "30", "s", "1h 30m", "30m1h", "-5m", "1.5h", "250ms", "9999999999999y"})
  void other_texts_are_none(String text) {
    assertEquals(-1, Durations.seconds(text));
  }
}

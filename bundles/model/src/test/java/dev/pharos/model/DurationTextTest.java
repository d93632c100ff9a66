package dev.pharos.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationTextTest {

  @ParameterizedTest
  @CsvSource({
    "0, PT0S",
    "0s, PT0S",
    "15s, PT15S",
    "1m30s, PT90S",
    "250ms, PT0.25S",
    "1h, PT1H",
    "1d, PT24H",
    "1w, PT168H",
    "1y, PT8760H",
    "1d12h, PT36H",
    "90s, PT90S"
  })
  void a_number_and_a_unit_each_the_largest_first(String text, Duration duration) {
    assertEquals(Optional.of(duration), DurationText.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "5",
        "-1h",
        "1.5h",
        "5 m",
        "1s1m",
        "1us",
        "m",
        "300y",
        "99999999999999999999s"
      })
  void anything_else_is_no_duration(String text) {
    assertEquals(Optional.empty(), DurationText.parse(text));
  }

  @ParameterizedTest
  @CsvSource({
    "PT0S, 0s",
    "PT15S, 15s",
    "PT90S, 1m30s",
    "PT0.25S, 250ms",
    "PT24H, 1d",
    "PT36H, 1d12h",
    "PT192H, 8d",
    "PT-1M, -1m",
    "PT168H, 1w",
    "PT8760H, 1y",
    "PT1.001S, 1s1ms"
  })
  void weeks_and_years_are_printed_only_if_nothing_is_left_over(Duration duration, String text) {
    assertEquals(text, DurationText.of(duration));
  }

  @Test
  void what_is_printed_reads_back() {
    for (long millis = 1; millis < 1L << 40; millis = millis * 3 + 7) {
      Duration duration = Duration.ofMillis(millis);
      assertEquals(Optional.of(duration), DurationText.parse(DurationText.of(duration)));
    }
  }
}

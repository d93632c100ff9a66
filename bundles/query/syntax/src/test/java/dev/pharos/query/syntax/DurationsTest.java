package dev.pharos.query.syntax;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

  @ParameterizedTest
  @CsvSource({"0,0", "5m,300000", "1h30m,5400000", "1y,31536000000", "1w2d,777600000", "7ms,7"})
  void durations_are_read(String text, long millis) {
    assertEquals(millis, Durations.parseMillis(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "5", "m", "30m1h", "1.5h", "-1m", "1mm", "300y", "99999999999999999y"})
  void what_is_none_is_refused(String text) {
    assertThrows(IllegalArgumentException.class, () -> Durations.parseMillis(text));
  }
}

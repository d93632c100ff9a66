package dev.pharos.distribution.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pharos.distribution.demo.Faults.Kind;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentsTest {

  @Test
  void nothing_said_means_the_usual() {
    assertEquals(new Arguments(8090, 40, Duration.ofMinutes(10), Set.of()), Arguments.parse());
  }

  @Test
  void what_is_said_counts() {
    assertEquals(
        new Arguments(0, 5, Duration.ofSeconds(90), Set.of(Kind.ERRORS, Kind.LATENCY)),
        Arguments.parse("--port=0", "--rate=5", "--day=90s", "--fault=both"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "port",
        "--port",
        "--ports=1",
        "--port=x",
        "--port=70000",
        "--rate=-1",
        "--rate=1000",
        "--rate=NaN",
        "--day=0s",
        "--day=soon",
        "--fault=all"
      })
  void what_cannot_be_understood_is_answered_with_the_usage(String word) {
    var e = assertThrows(IllegalArgumentException.class, () -> Arguments.parse(word));

    assertTrue(String.valueOf(e.getMessage()).contains(Arguments.USAGE), word);
  }
}

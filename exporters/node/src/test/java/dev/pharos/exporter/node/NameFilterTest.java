package dev.pharos.exporter.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NameFilterTest {

  @ParameterizedTest
  @CsvSource({
    "'', '', sda, true",
    "^sd, '', sda, true",
    "^sd, '', vda, false",
    "'', ^sd, sda, false",
    "'', ^sd, vda, true",
    "'', a$|b$, sda, false",
    "'', '', '', true",
    "d, s, sd, true"
  })
  void a_pattern_is_found_anywhere_unless_it_is_anchored(
      String include, String exclude, String name, boolean accepted) {
    NameFilter filter = NameFilter.of("device", include, exclude);

    assertEquals(accepted, filter.accepts(name));
    assertEquals(accepted, filter.accepts(name), "asked again");
  }
}

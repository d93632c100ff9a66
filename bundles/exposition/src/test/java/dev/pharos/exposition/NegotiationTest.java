package dev.pharos.exposition;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NegotiationTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``|text/plain; version=0.0.4; charset=utf-8; escaping=underscores",
        "*/*|text/plain; version=0.0.4; charset=utf-8; escaping=underscores",
        "text/html, image/png|text/plain; version=0.0.4; charset=utf-8; escaping=underscores",
        "text/plain;version=1.0.0;escaping=allow-utf-8|"
            + "text/plain; version=1.0.0; charset=utf-8; escaping=allow-utf-8",
        "application/openmetrics-text;version=1.0.0|"
            + "application/openmetrics-text; version=1.0.0; charset=utf-8; escaping=underscores",
        "application/openmetrics-text; version=\"0.0.1\"|"
            + "application/openmetrics-text; version=0.0.1; charset=utf-8; escaping=underscores",
        "application/openmetrics-text;version=9.9,text/plain;q=0.1|"
            + "text/plain; version=0.0.4; charset=utf-8; escaping=underscores",
        "text/plain;q=0.2,application/openmetrics-text;q=0.3|"
            + "application/openmetrics-text; version=1.0.0; charset=utf-8; escaping=underscores",
        "application/openmetrics-text;q=0,text/plain|"
            + "text/plain; version=0.0.4; charset=utf-8; escaping=underscores",
        "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,"
            + "application/openmetrics-text;version=0.0.1;q=0.4,"
            + "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.3,"
            + "text/plain;version=0.0.4;q=0.2,*/*;q=0.1|"
            + "application/openmetrics-text; version=1.0.0; charset=utf-8; escaping=allow-utf-8",
        "text/plain;escaping=unheard-of|"
            + "text/plain; version=0.0.4; charset=utf-8; escaping=underscores",
        ";;,=,q=;|text/plain; version=0.0.4; charset=utf-8; escaping=underscores"
      })
  void the_answer_is_what_the_reader_wants_most(String accept, String contentType) {
    assertEquals(contentType, Negotiation.of(accept).contentType());
  }
}

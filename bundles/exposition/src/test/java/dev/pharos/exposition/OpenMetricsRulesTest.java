package dev.pharos.exposition;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenMetricsRulesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "# TYPE a counter;a_total -1;|a value that is 0 or more",
        "# TYPE a counter;a 1;|all lines of a family in one place",
        "# TYPE a counter;a_total 1;# HELP a x;|the metadata of a family before its samples",
        "# TYPE a gauge;# TYPE a gauge;|each line of metadata once for a family",
        "a 1;b 1;a{x=\"y\"} 1;|all lines of a family in one place",
        "a{x=\"1\"} 1;a{x=\"2\"} 1;a{x=\"1\"} 1;|all samples of a metric in one place",
        "a 1 2;a 1 1;|samples of a metric in the order of time",
        "a 1;a 1 1;|a timestamp with all samples of a metric, or none",
        "# TYPE a histogram;a_bucket{le=\"1\"} 1;|"
            + "a bucket with le=\"+Inf\" in the histogram before",
        "# TYPE a histogram;a_bucket{le=\"1\"} 2;a_bucket{le=\"+Inf\"} 1;|"
            + "a bucket that holds what the one before holds",
        "# TYPE a histogram;a_bucket{le=\"+Inf\"} 1;a_count 2;a_sum 1;|"
            + "a count that equals the bucket of +Inf in the histogram before",
        "# TYPE a histogram;a_bucket{le=\"many\"} 1;|a number as the label le",
        "# TYPE a summary;a{quantile=\"2\"} 1;|a label quantile from 0 to 1",
        "# TYPE a info;a_info 2;|the value 1",
        "# TYPE a gauge;a 1 # {} 1;|"
            + "exemplars with counters' _total and histograms' _bucket alone"
      })
  void a_broken_rule_is_told(String text, String expected) {
    byte[] bytes = (text + "# EOF").replace(';', '\n').getBytes(UTF_8);

    var e =
        assertThrows(
            ExpositionException.class, () -> OpenMetricsRules.check(bytes, 0, bytes.length));

    assertEquals(expected, e.expected());
  }
}

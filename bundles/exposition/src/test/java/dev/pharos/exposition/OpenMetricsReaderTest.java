package dev.pharos.exposition;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.pharos.exposition.ExpositionReader.Entry;
import dev.pharos.model.Exemplar;
import dev.pharos.model.Labels;
import dev.pharos.model.MetricType;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenMetricsReaderTest {

  private static ExpositionReader reading(String text) {
    ExpositionReader reader = ExpositionReader.of(ExpositionFormat.OPENMETRICS);
    byte[] bytes = text.getBytes(UTF_8);
    reader.reset(bytes, 0, bytes.length);
    return reader;
  }

  @Test
  void metadata_tells_type_unit_and_help() throws Exception {
    ExpositionReader reader =
        reading(
            "# TYPE a_seconds gauge\n# UNIT a_seconds seconds\n# HELP a_seconds \\\"x\\\"\\n\n# EOF\n");

    assertEquals(Entry.TYPE, reader.next());
    assertEquals(MetricType.GAUGE, reader.type());
    assertEquals("a_seconds", reader.family());
    assertEquals(Entry.UNIT, reader.next());
    assertEquals("seconds", reader.unit());
    assertEquals(Entry.HELP, reader.next());
    assertEquals("\"x\"\n", reader.help());
    assertEquals(MetricType.GAUGE, reader.type());
    assertEquals(Entry.END, reader.next());
    assertEquals(Entry.END, reader.next());
  }

  @Test
  void a_foreseen_series_is_read_as_any_other() throws Exception {
    ExpositionReader reader = reading("a{b=\"c\"} 1 2\na{b=\"c\"}\n# EOF");
    int length = "a{b=\"c\"}".length();
    reader.foresee((bytes, offset, end) -> length);

    assertEquals(Entry.SERIES, reader.next());
    assertEquals(length, reader.seriesLength());
    assertEquals(Labels.of("__name__", "a", "b", "c"), reader.labels());
    assertEquals(1, reader.value());
    assertEquals(2000, reader.timestampMillis());
    assertThrows(ExpositionException.class, reader::next);
  }

  @Test
  void times_are_seconds_cut_to_milliseconds() throws Exception {
    ExpositionReader reader = reading("a 1 1520879607.789999\nb 2 -1.5\nc 3\n# EOF");

    reader.next();
    assertEquals(1520879607789L, reader.timestampMillis());
    reader.next();
    assertEquals(-1500, reader.timestampMillis());
    reader.next();
    assertFalse(reader.hasTimestamp());
  }

  @Test
  void an_exemplar_has_labels_a_value_and_perhaps_a_time() throws Exception {
    ExpositionReader reader =
        reading(
            """
            a_total 1 # {trace_id="x # }"} 0.5
            b_total{c="d"} 1 3 # {} 0.7 2.5
            c_total 3
            # EOF
            """);

    reader.next();
    assertEquals(new Exemplar(Labels.of("trace_id", "x # }"), 0.5, 0), reader.exemplar());
    reader.next();
    assertEquals(3000, reader.timestampMillis());
    assertEquals(new Exemplar(Labels.EMPTY, 0.7, 2500), reader.exemplar());
    reader.next();
    assertNull(reader.exemplar());
  }

  @Test
  void what_was_created_when_is_told_with_each_sample() throws Exception {
    ExpositionReader reader =
        reading(
            """
            # TYPE h histogram
            h_bucket{a="1",le="1.0"} 1
            h_bucket{a="1",le="+Inf"} 2
            h_count{a="1"} 2
            h_sum{a="1"} 3
            h_created{a="1"} 1000.5
            h_count{a="2"} 1
            # TYPE g gauge
            g 1
            g_created 5
            # TYPE c counter
            c_total 1
            c_created 7
            # EOF
            """);

    List<String> starts = new ArrayList<>();
    for (Entry entry = reader.next(); entry != Entry.END; entry = reader.next()) {
      if (entry == Entry.SERIES && !reader.labels().metricName().endsWith("_created")) {
        starts.add(reader.labels() + " " + reader.startTimestampMillis());
      }
    }

    assertEquals(
        List.of(
            "h_bucket{a=\"1\", le=\"1.0\"} 1000500",
            "h_bucket{a=\"1\", le=\"+Inf\"} 1000500",
            "h_count{a=\"1\"} 1000500",
            "h_sum{a=\"1\"} 1000500",
            "h_count{a=\"2\"} 0",
            "g{} 0",
            "c_total{} 7000"),
        starts);
  }

  @Test
  void quoted_names_are_read() throws Exception {
    ExpositionReader reader = reading("# TYPE \"a.b\" gauge\n{\"a.b\",\"c d\"=\"e\"} 1\n# EOF\n");

    reader.next();
    assertEquals("a.b", reader.family());
    reader.next();
    assertEquals(Labels.of("__name__", "a.b", "c d", "e"), reader.labels());
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "``|expected # EOF, found the end of the text",
        "a 1|expected the end of the line, found the end of the text",
        "a 1;# EOFblah|expected nothing after # EOF, found \"blah\"",
        "a 1;# EOF;a 2|expected nothing after # EOF, found \"a 2\"",
        " a 1;# EOF|expected the name of a metric, or #, found \" a 1\"",
        ";# EOF|expected the name of a metric, or #, found the end of the line",
        "a  1;# EOF|expected a value, found \" 1\"",
        "a 1 ;# EOF|expected a timestamp, found the end of the line",
        "a 1 NaN;# EOF|expected a timestamp in seconds, found \"NaN\"",
        "a{b=\"c\", d=\"e\"} 1;# EOF|expected a label name or }, found \" d=\\\"e\\\"} 1\"",
        "a{b=\"c\"d=\"e\"} 1;# EOF|expected a comma or }, found \"d=\\\"e\\\"} 1\"",
        "a 1 # {} 1 ;# EOF|expected the timestamp of the exemplar, found the end of the line",
        "a 1 # {\"x\"} 1;# EOF|expected = after the label name, since the metric has its name, found"
            + " \"} 1\"",
        "# FOO a x;# EOF|expected # TYPE, # HELP, # UNIT or # EOF, found \"# FOO a x\"",
        "# HELP a;# EOF|expected a blank after the name of the metric, found the end of the line",
        "# UNIT a_s m;# EOF|expected a unit that ends the name of the metric, found \"m\"",
        "# TYPE a untyped;# EOF|expected one of the types counter, gauge, histogram, gaugehistogram,"
            + " summary, info, stateset, unknown, found \"untyped\""
      })
  void a_broken_text_is_refused(String text, String message) {
    ExpositionReader reader = reading(text.replace(';', '\n'));

    var e =
        assertThrows(
            ExpositionException.class,
            () -> {
              while (reader.next() != Entry.END) {
                reader.line();
              }
            });

    assertEquals(message, "expected " + e.expected() + ", found " + e.found());
  }
}

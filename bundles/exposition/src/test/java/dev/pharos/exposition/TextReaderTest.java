package dev.pharos.exposition;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pharos.exposition.ExpositionReader.Entry;
import dev.pharos.model.Labels;
import dev.pharos.model.MetricType;
import dev.pharos.model.StaleNaN;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextReaderTest {

  private static ExpositionReader reading(String text) {
    ExpositionReader reader = ExpositionReader.of(ExpositionFormat.TEXT);
    byte[] bytes = ("before" + text + "after").getBytes(UTF_8);
    reader.reset(bytes, 6, bytes.length - 11);
    return reader;
  }

  private static List<String> samples(String text) throws ExpositionException {
    return samples(reading(text), "nothing like it");
  }

  private static List<String> samples(ExpositionReader reader, String foreseen)
      throws ExpositionException {
    byte[] key = foreseen.getBytes(UTF_8);
    reader.foresee(
        (bytes, offset, end) ->
            end - offset >= key.length
                    && Arrays.equals(bytes, offset, offset + key.length, key, 0, key.length)
                ? key.length
                : 0);
    List<String> samples = new ArrayList<>();
    for (Entry entry = reader.next(); entry != Entry.END; entry = reader.next()) {
      if (entry == Entry.SERIES) {
        String time = reader.hasTimestamp() ? " @" + reader.timestampMillis() : "";
        samples.add(reader.labels() + " " + reader.value() + time);
      }
    }
    return samples;
  }

  private static void assertRefused(String text, String message) {
    var e = assertThrows(ExpositionException.class, () -> samples(text));
    assertEquals(message, e.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "up 1|up{} 1.0",
        "up{} 1|up{} 1.0",
        "up{a=\"b\"} 1|up{a=\"b\"} 1.0",
        "up{a=\"b\",} 1|up{a=\"b\"} 1.0",
        "up{b=\"2\",a=\"1\"} 1|up{a=\"1\", b=\"2\"} 1.0",
        "up{a=\"\"} 1|up{} 1.0",
        "up{a=\"b\"}1|up{a=\"b\"} 1.0",
        "up{a=\"b\"} 1 -42|up{a=\"b\"} 1.0 @-42",
        "  up\t{ a = \"b\" , c=\"d\" }\t1\t42  |up{a=\"b\", c=\"d\"} 1.0 @42",
        "{\"my.metric\"} 1|my.metric{} 1.0",
        "{\"my.metric\",\"a.b\"=\"c\"} 1|my.metric{a.b=\"c\"} 1.0",
        "{a=\"b\",\"my.metric\"} 1|my.metric{a=\"b\"} 1.0",
        "up{a=\"q\\\"b\\\\n\\nx\\y\"} 1|up{a=\"q\\\"b\\\\n\\nx\\\\y\"} 1.0",
        "up{a=\"ÄÖ☃\"} 1|up{a=\"ÄÖ☃\"} 1.0",
        "up{a=\"}{,=\"} +Inf|up{a=\"}{,=\"} Infinity",
        ":a:b NaN|:a:b{} NaN"
      })
  void a_sample_reads(String line, String sample) throws Exception {
    assertEquals(List.of(sample), samples(line + "\n"));
    assertEquals(List.of(sample), samples(line), "without a line feed at the end");
  }

  @Test
  void entries_come_in_the_order_of_lines() throws Exception {
    ExpositionReader reader =
        reading(
            """

            # HELP up Whether it \\\\ answers\\n\\"x\\".
            # TYPE up gauge
            #comment
            # HELPFUL comment
            #HELP is a comment too
            up 1
            # TYPE old untyped
            #
            # HELP "my.metric" dotted
            # HELP bare
            """);

    assertEquals(Entry.HELP, reader.next());
    assertEquals("up", reader.family());
    assertEquals("Whether it \\ answers\n\\\"x\\\".", reader.help());
    assertEquals(Entry.TYPE, reader.next());
    assertEquals(MetricType.GAUGE, reader.type());
    assertEquals(Entry.COMMENT, reader.next());
    assertEquals(Entry.COMMENT, reader.next());
    assertEquals(Entry.COMMENT, reader.next());
    assertEquals(Entry.SERIES, reader.next());
    assertEquals(7, reader.line());
    assertFalse(reader.hasTimestamp());
    assertNull(reader.exemplar());
    assertEquals(0, reader.startTimestampMillis());
    assertEquals(Entry.TYPE, reader.next());
    assertEquals(MetricType.UNKNOWN, reader.type());
    assertEquals(Entry.COMMENT, reader.next());
    assertEquals(Entry.HELP, reader.next());
    assertEquals("my.metric", reader.family());
    assertEquals(Entry.HELP, reader.next());
    assertEquals("", reader.help());
    assertEquals(Entry.END, reader.next());
    assertEquals(Entry.END, reader.next());
  }

  @Test
  void the_bytes_of_a_series_are_its_name_and_labels() throws Exception {
    ExpositionReader reader = reading("up{a=\"b\"}  1\nup 2\n");
    byte[] bytes = reader.bytes;

    reader.next();
    assertEquals(
        "up{a=\"b\"}", new String(bytes, reader.seriesOffset(), reader.seriesLength(), UTF_8));
    reader.next();
    assertEquals("up", new String(bytes, reader.seriesOffset(), reader.seriesLength(), UTF_8));
  }

  /** Reads with a foresight that knows all these keys, and what it reads without any. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a{b=\"c\"} 1\na{b=\"c\"} 2 3\n",
        "a{b=\"c\"}1",
        "a 1\nab 2\na_c{x=\"\"} 3\na {x=\"y\"} 4\n",
        "a{b=\"}\"} 1\na{b=\"}\",} 2\n",
        "{\"a\"} 1\n{\"a\",b=\"c\"} 2\n",
      })
  void what_was_foreseen_is_read_as_if_it_was_not(String text) throws Exception {
    List<String> keys = new ArrayList<>();
    ExpositionReader reader = reading(text);
    while (reader.next() != Entry.END) {
      keys.add(
          text.substring(
              reader.seriesOffset() - 6, reader.seriesOffset() - 6 + reader.seriesLength()));
    }
    for (String key : keys) {
      assertEquals(samples(text), samples(reading(text), key), key);
    }
  }

  @Test
  void a_foreseen_series_at_the_end_of_the_text_lacks_its_value_all_the_same() {
    ExpositionReader reader = reading("a{b=\"c\"}");

    assertThrows(ExpositionException.class, () -> samples(reader, "a{b=\"c\"}"));
  }

  @Test
  void a_reader_starts_anew_after_reset() throws Exception {
    ExpositionReader reader = reading("up{a=\"b\" nonsense");
    assertThrows(ExpositionException.class, reader::next);

    byte[] bytes = "down 2".getBytes(UTF_8);
    reader.reset(bytes, 0, bytes.length);

    assertEquals(Entry.SERIES, reader.next());
    assertEquals(Labels.of("__name__", "down"), reader.labels());
    assertEquals(Entry.END, reader.next());
  }

  @Test
  void nothing_an_exposition_says_is_a_stale_marker() throws Exception {
    ExpositionReader reader = reading("up nan");
    reader.next();

    assertFalse(StaleNaN.is(reader.value()));
    assertEquals(0x7ff8000000000001L, Double.doubleToRawLongBits(reader.value()));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "a|expected a value, found the end of the line",
        "a b|expected a number, found \"b\"",
        "a 1 z|expected a timestamp in whole milliseconds, found \"z\"",
        "a 1 1.5|expected the end of the line, found \".5\"",
        "a 1 99999999999999999999|expected a timestamp in milliseconds that fits 63 bits, found"
            + " \"99999999999999999999\"",
        "a 1 2 3|expected the end of the line, found \"3\"",
        "a{b=c} 1|expected a label value in quotes, found \"c} 1\"",
        "a{b} 1|expected = after the label name, found \"} 1\"",
        "a{1=\"\"} 1|expected a label name or }, found \"1=\\\"\\\"} 1\"",
        "a{b=\"c|expected a quote that ends the text, found \"\\\"c\"",
        "a{b=\"c\"|expected a label name or }, found the end of the line",
        "a{,} 1|expected a label name or }, found \",} 1\"",
        "{b=\"c\"} 1|expected the name of a metric, found \"{b=\\\"c\\\"} 1\"",
        "a{\"b\"} 1|expected = after the label name, since the metric has its name, found \"} 1\"",
        "a{b=\"c\",b=\"d\"} 1|expected each label once, but \"b\" stands twice, found"
            + " \"a{b=\\\"c\\\",b=\\\"d\\\"} 1\"",
        "a-b 1|expected a number, found \"-b 1\"",
        "0a 1|expected the name of a metric, or #, found \"0a 1\"",
        "# TYPE a metre|expected one of the types counter, gauge, histogram, summary, untyped, found"
            + " \"metre\"",
        "# TYPE a|expected one of the types counter, gauge, histogram, summary, untyped, found the"
            + " end of the line",
        "# HELP 0 x|expected the name of a metric, found \"0 x\""
      })
  void a_broken_line_is_refused_with_its_number(String line, String message) {
    assertRefused("ok 1\n# x\n" + line + "\n", "line 3: " + message);
  }

  @Test
  void what_was_found_is_shown_shortened() {
    assertRefused(
        "a " + "x".repeat(500),
        "line 1: expected a number, found \"" + "x".repeat(60) + "\" and more");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a{b=\"\u00ff\"} 1", "# HELP a \u00ff\na 1"})
  void bytes_that_are_no_utf_8_are_refused_when_they_are_asked_for(String text) throws Exception {
    byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    ExpositionReader reader = ExpositionReader.of(ExpositionFormat.TEXT);
    reader.reset(bytes, 0, bytes.length);

    var e =
        assertThrows(
            ExpositionException.class,
            () -> {
              if (reader.next() == Entry.HELP) {
                reader.help();
              } else {
                reader.labels();
              }
            });

    assertEquals("valid UTF-8", e.expected());
  }

  @Test
  void no_text_however_broken_ends_in_anything_but_an_error() {
    String good =
        "# HELP a b\n# TYPE a counter\na{b=\"c\\\"\",\"d\"=\"e\"} 1.5e3 17\n{\"x y\"} NaN\n";
    for (int cut = 0; cut <= good.length(); cut++) {
      for (String insert : List.of("", "\"", "\\", "{", "}", ",", "\n", "=", " ", "#", "\0")) {
        String text =
            good.substring(0, cut) + insert + good.substring(Math.min(cut + 1, good.length()));
        try {
          samples(text);
        } catch (ExpositionException refused) {
          assertTrue(refused.line() >= 1 && refused.line() <= 6, refused.getMessage());
        }
      }
    }
  }
}

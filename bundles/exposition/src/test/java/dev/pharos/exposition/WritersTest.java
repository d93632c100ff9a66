package dev.pharos.exposition;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pharos.model.Exemplar;
import dev.pharos.model.Labels;
import dev.pharos.model.MetricType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WritersTest {

  private interface Metrics {
    void write(MetricWriter out) throws IOException;
  }

  private static String written(Negotiation agreed, Metrics metrics) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ExpositionWriter writer = ExpositionWriter.of(agreed, bytes);
    metrics.write(writer);
    writer.end();
    return bytes.toString(UTF_8);
  }

  private static String text(Metrics metrics) throws IOException {
    return written(Negotiation.of("text/plain;escaping=allow-utf-8"), metrics);
  }

  private static String openMetrics(Metrics metrics) throws IOException {
    String text =
        written(Negotiation.of("application/openmetrics-text;escaping=allow-utf-8"), metrics);
    byte[] bytes = text.getBytes(UTF_8);
    OpenMetricsRules.check(bytes, 0, bytes.length);
    return text;
  }

  private static void everyType(MetricWriter out) throws IOException {
    Labels a = Labels.of("a", "1");
    Exemplar exemplar = new Exemplar(Labels.of("trace_id", "x"), 0.5, 1500);
    out.family("c_seconds_total", MetricType.COUNTER, "Counts \\ \"things\"\nslowly.", "seconds");
    out.sample("", a, 3, 0, exemplar);
    out.sample("_created", a, 1.5e9);
    out.family("g", MetricType.GAUGE, "");
    out.sample("", Labels.EMPTY, 1.25, -1500, exemplar);
    out.family("h", MetricType.HISTOGRAM, "h");
    out.sample("_bucket", Labels.of("le", "1", "a", "1"), 1, 0, exemplar);
    out.sample("_bucket", Labels.of("le", "+Inf", "a", "1"), 2);
    out.sample("_sum", a, 7);
    out.sample("_count", a, 2);
    out.family("gh", MetricType.GAUGE_HISTOGRAM, "gh");
    out.sample("_bucket", Labels.of("le", "+Inf"), 2);
    out.sample("_sum", Labels.EMPTY, 7);
    out.sample("_count", Labels.EMPTY, 2);
    out.family("s", MetricType.SUMMARY, "s");
    out.sample(Labels.of("quantile", "0.5"), 1e6);
    out.sample(Labels.of("quantile", "1"), 2);
    out.family("i_info", MetricType.INFO, "i");
    out.sample(Labels.of("version", "1"), 1);
    out.family("st", MetricType.STATE_SET, "st");
    out.sample(Labels.of("st", "on"), 1);
    out.family("u", MetricType.UNKNOWN, "u");
    out.sample(Double.NaN);
  }

  @Test
  void the_text_format_has_every_type_in_its_own_way() throws IOException {
    assertEquals(
        """
        # HELP c_seconds_total Counts \\\\ "things"\\nslowly.
        # TYPE c_seconds_total counter
        c_seconds_total{a="1"} 3
        # TYPE g gauge
        g 1.25 -1500
        # HELP h h
        # TYPE h histogram
        h_bucket{a="1",le="1"} 1
        h_bucket{a="1",le="+Inf"} 2
        h_sum{a="1"} 7
        h_count{a="1"} 2
        # HELP gh gh
        # TYPE gh histogram
        gh_bucket{le="+Inf"} 2
        gh_sum 7
        gh_count 2
        # HELP s s
        # TYPE s summary
        s{quantile="0.5"} 1e+06
        s{quantile="1"} 2
        # HELP i_info i
        # TYPE i_info gauge
        i_info{version="1"} 1
        # HELP st st
        # TYPE st gauge
        st{st="on"} 1
        # HELP u u
        # TYPE u untyped
        u NaN
        """,
        text(WritersTest::everyType));
  }

  @Test
  void openmetrics_has_every_type_in_its_own_way() throws IOException {
    assertEquals(
        """
        # TYPE c_seconds counter
        # UNIT c_seconds seconds
        # HELP c_seconds Counts \\\\ \\"things\\"\\nslowly.
        c_seconds_total{a="1"} 3.0 # {trace_id="x"} 0.5 1.500
        c_seconds_created{a="1"} 1.5e+09
        # TYPE g gauge
        g 1.25 -1.500
        # TYPE h histogram
        # HELP h h
        h_bucket{a="1",le="1.0"} 1 # {trace_id="x"} 0.5 1.500
        h_bucket{a="1",le="+Inf"} 2
        h_sum{a="1"} 7.0
        h_count{a="1"} 2
        # TYPE gh gaugehistogram
        # HELP gh gh
        gh_bucket{le="+Inf"} 2
        gh_gsum 7.0
        gh_gcount 2
        # TYPE s summary
        # HELP s s
        s{quantile="0.5"} 1e+06
        s{quantile="1.0"} 2.0
        # TYPE i info
        # HELP i i
        i_info{version="1"} 1.0
        # TYPE st stateset
        # HELP st st
        st{st="on"} 1.0
        # TYPE u unknown
        # HELP u u
        u NaN
        # EOF
        """,
        openMetrics(WritersTest::everyType));
  }

  @Test
  void label_values_are_escaped_and_encoded() throws IOException {
    assertEquals(
        "# TYPE a gauge\na{b=\"\\\\ \\\" \\n ä ☃ 𝄞 \ufffd\"} 1\n",
        text(
            out -> {
              out.family("a", MetricType.GAUGE, "");
              out.sample(Labels.of("b", "\\ \" \n ä ☃ 𝄞 \ud834"), 1);
            }));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 0.0",
    "-0.0, -0, -0.0",
    "999999, 999999, 999999.0",
    "-42, -42, -42.0",
    "1000000, 1e+06, 1e+06",
    "9.03676723e8, 9.03676723e+08, 9.03676723e+08",
    "0.1, 0.1, 0.1",
    "0.00001, 1e-05, 1e-05",
    "Infinity, +Inf, +Inf"
  })
  void numbers_are_written_as_go_writes_them(double value, String text, String openMetrics)
      throws IOException {
    assertEquals("# TYPE a gauge\na " + text + "\n", text(out -> out.gauge("a", "", value)));
    assertEquals(
        "# TYPE a gauge\na " + openMetrics + "\n# EOF\n",
        openMetrics(out -> out.gauge("a", "", value)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "allow-utf-8|# TYPE \"a.b_c\" gauge;{\"a.b_c\",\"é\"=\"x\"} 1;",
        "underscores|# TYPE a_b_c gauge;a_b_c{_=\"x\"} 1;",
        "dots|# TYPE a_dot_b__c gauge;a_dot_b__c{__=\"x\"} 1;",
        "values|# TYPE U__a_2e_b__c gauge;U__a_2e_b__c{U___e9_=\"x\"} 1;"
      })
  void names_that_need_quotes_are_written_as_the_reader_wants_them(String escaping, String text)
      throws IOException {
    assertEquals(
        text.replace(';', '\n'),
        written(
            Negotiation.of("text/plain;version=0.0.4;escaping=" + escaping),
            out -> {
              out.family("a.b_c", MetricType.GAUGE, "");
              out.sample(Labels.of("é", "x"), 1);
            }));
  }

  @Test
  void an_exemplar_that_is_too_long_is_left_out() throws IOException {
    Exemplar exemplar = new Exemplar(Labels.of("a", "x".repeat(128)), 1, 0);
    assertEquals(
        "# TYPE a counter\na_total 1.0\n# EOF\n",
        openMetrics(
            out -> {
              out.family("a_total", MetricType.COUNTER, "");
              out.sample("", Labels.EMPTY, 1, 0, exemplar);
            }));
  }

  @Test
  void what_is_larger_than_the_buffer_arrives_whole() throws IOException {
    String value = "☃".repeat(100_000);
    assertEquals(
        "# TYPE a gauge\na{b=\"" + value + "\"} 1\n",
        text(
            out -> {
              out.family("a", MetricType.GAUGE, "");
              out.sample(Labels.of("b", value), 1);
            }));
  }
}

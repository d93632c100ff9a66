package dev.pharos.query.syntax;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrinterTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1",
        "-Inf",
        "NaN",
        "1h30m",
        "\"a\\n\\\"b\"",
        "up",
        "up{job=\"a\\\\b\",x!~\"y|z\"}",
        "{\"a.b\",\"c d\"=\"e\"}",
        "{__name__=~\"a.*\"}",
        "up[5m] @ 1.500 offset 1w",
        "up anchored @ start()",
        "rate(up[2 * (step() + 30s)] smoothed offset -5m)",
        "max_over_time(rate(up[1m])[1h:] @ end() offset (step() + 1m))",
        "up offset - -1h -1h",
        "up offset (1h) * 2",
        "up offset (1h - 1h)",
        "max_over_time((a + b)[1h:min_of(1m, step())])",
        "-a ^ 2",
        "+Inf ^ b",
        "(a + b) * c",
        "a == bool on (x) group_left (y, \"z z\") b",
        "a + ignoring () group_right () fill (0) b",
        "a + fill_left (1) fill_right (NaN) b",
        "sum by (a, \"b.c\") (x)",
        "topk without () (3, x)",
        "label_replace(up, \"a\", \"$1\", \"b\", \"(.*)\")",
        "histogram_quantile(0.95, sum by (le) (rate(x_bucket[5m])))",
        "time() - 1e-7",
        "a </ 5",
        "a and b unless c or d"
      })
  void what_is_printed_parses_to_an_equal_tree(String query) throws ParseException {
    Expr expr = Parser.parse(query, Features.ALL);

    Expr again = Parser.parse(Printer.print(expr), Features.ALL);

    assertEquals(expr, again, Printer.print(expr));
    assertEquals(expr, Parser.parse(Prettifier.pretty(expr), Features.ALL));
  }

  @Test
  void no_time_at_all_keeps_its_sign() throws Exception {
    for (String query : List.of("limit_ratio(-0s, a)", "-0s * a")) {
      Expr expr = Parser.parse(query, Features.ALL);

      assertEquals(query, Printer.print(expr));
      assertEquals(expr, Parser.parse(Printer.print(expr), Features.ALL));
    }
  }

  @Test
  void an_offset_of_nothing_is_none() throws ParseException {
    Expr plain = Parser.parse("a", Features.ALL);

    for (String offset : List.of("0", "0s", "-0")) {
      assertEquals(plain, Parser.parse("a offset " + offset, Features.ALL));
    }
  }

  @Test
  void a_label_in_braces_may_be_called_like_a_number() throws ParseException {
    String query = "sum by (\"inf\") (a{inf=\"1\",nan!=\"2\"})";

    assertEquals(query, Printer.print(Parser.parse(query)));
  }

  @Test
  void lengths_are_told_to_the_millisecond() throws ParseException {
    String query = "a[1s1ms] offset -3s7ms";

    assertEquals(query, Printer.print(Parser.parse("a[1.001] offset -3.007")));
    assertEquals(query, Printer.print(Parser.parse(query)));
    assertEquals("a[1s1ms + step()]", Printer.print(Parser.parse("a[1s1ms+step()]")));
  }

  @Test
  void a_nothing_that_lengths_are_computed_with_keeps_its_sign() throws ParseException {
    assertEquals("a[1 + -0]", Printer.print(Parser.parse("a[1+-0]")));
  }

  @Test
  void a_query_is_printed_in_one_way_however_it_was_written() throws ParseException {
    Expr expr = Parser.parse(" SUM( rate( up {job = 'x'}[300s])) BY(a)  # so\n");

    assertEquals("sum by (a) (rate(up{job=\"x\"}[5m]))", Printer.print(expr));
  }

  @Test
  void what_does_not_fit_into_a_line_is_broken_up() throws ParseException {
    String metric = "a_metric_with_a_name_that_is_quite_long_for_a_metric";

    assertEquals(
        """
          sum by (job) (
            rate(%1$s[5m]) + rate(%1$s[10m])
          )
        /
          sum by (job) (rate(%1$s[5m]))"""
            .formatted(metric)
            .replace(
                "rate(" + metric + "[5m]) + rate", "  rate(" + metric + "[5m])\n    +\n      rate"),
        Prettifier.pretty(
            Parser.parse(
                ("sum by (job) (rate(%1$s[5m]) + rate(%1$s[10m]))"
                        + " / sum by (job) (rate(%1$s[5m]))")
                    .formatted(metric))));
  }
}

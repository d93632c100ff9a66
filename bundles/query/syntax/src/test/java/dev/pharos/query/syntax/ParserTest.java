package dev.pharos.query.syntax;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pharos.model.Matcher;
import dev.pharos.query.syntax.Expr.Cardinality;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParserTest {

  private static Expr parse(String query) throws ParseException {
    return Parser.parse(query, Features.ALL);
  }

  private static <T extends Expr> T parse(Class<T> type, String query) throws ParseException {
    return assertInstanceOf(type, parse(query));
  }

  @Nested
  class Numbers_are_read {

    @ParameterizedTest
    @CsvSource({
      "1,1",
      "+1,1",
      "-.5,-0.5",
      "2.,2",
      "1e3,1000",
      "1_000.5E-1,100.05",
      "0x1F,31",
      "iNf,Infinity",
      "-Inf,-Infinity",
      "naN,NaN",
      "1h30m,5400",
      "250ms,0.25",
      "-1m,-60"
    })
    void in_all_their_forms(String text, double value) throws ParseException {
      assertEquals(value, parse(Expr.NumberLiteral.class, text).value());
    }
  }

  @Nested
  class Strings_are_read {

    @Test
    void a_duration_longer_than_the_original_counts_is_refused() {
      for (String query : List.of("a[9223372037]", "a[1 + 9223372037]", "a offset 1e10")) {
        String message =
            assertThrows(ParseException.class, () -> Parser.parse(query, Features.ALL))
                .getMessage();
        assertTrue(String.valueOf(message).endsWith("duration out of range"), message);
      }
    }

    @Test
    void with_escapes_in_both_kinds_of_quotes() throws ParseException {
      assertEquals(
          "a\n\"\u00e4\u20acA",
          parse(Expr.StringLiteral.class, "\"a\\n\\\"\\xc3\\xa4\\u20ac\\101\"").value());
      assertEquals("it's", parse(Expr.StringLiteral.class, "'it\\'s'").value());
    }

    @Test
    void as_they_are_in_backticks() throws ParseException {
      assertEquals("a\\n\nb", parse(Expr.StringLiteral.class, "`a\\n\nb`").value());
    }
  }

  @Nested
  class A_selector {

    @Test
    void has_a_name_and_matchers() throws ParseException {
      var selector = parse(Expr.VectorSelector.class, "up{job=\"x\", code=~\"5..\",a!=\"\"}");

      assertEquals("up", selector.name());
      assertEquals(
          List.of(
              Matcher.equal("job", "x"),
              new Matcher(Matcher.Type.REGEX, "code", "5.."),
              new Matcher(Matcher.Type.NOT_EQUAL, "a", ""),
              Matcher.metric("up")),
          selector.matchers());
    }

    @Test
    void may_name_metric_and_labels_in_quotes() throws ParseException {
      var selector = parse(Expr.VectorSelector.class, "{\"http.requests\", 'k8s.pod'=\"p\"}");

      assertEquals("http.requests", selector.metricName());
      assertTrue(selector.matchers().contains(Matcher.equal("k8s.pod", "p")));
    }

    @Test
    void may_have_a_word_of_the_language_for_its_name() throws ParseException {
      for (String word : List.of("sum", "by", "offset", "fill", "start", "and")) {
        assertEquals(word, parse(Expr.VectorSelector.class, word).name());
      }
      assertEquals("job:up:sum", parse(Expr.VectorSelector.class, "job:up:sum").name());
    }

    @Test
    void looks_back_and_at_fixed_instants() throws ParseException {
      var selector = parse(Expr.VectorSelector.class, "up offset -1h @ 1.5");

      DurationExpr offset = assertNotNull2(selector.shift().offset());
      assertEquals(-3_600_000, offset.millis(0, 0));
      assertEquals(new Expr.Instant.At(1500), selector.shift().instant());
      assertEquals(
          new Expr.Instant.Start(),
          parse(Expr.VectorSelector.class, "up @ start()").shift().instant());
    }

    private <T> T assertNotNull2(@org.jspecify.annotations.Nullable T value) {
      assertNotNull(value);
      return java.util.Objects.requireNonNull(value);
    }

    @Test
    void of_a_range_may_compute_its_length() throws ParseException {
      var matrix = parse(Expr.MatrixSelector.class, "up[2*(step() + 1m)] offset 5m");

      assertEquals(150_000, matrix.range().millis(15_000, 0));
      assertNotNull(matrix.selector().shift().offset());
    }

    @Test
    void can_stand_in_a_subquery() throws ParseException {
      var subquery = parse(Expr.Subquery.class, "rate(up[1m])[1h:30s] @ end()");

      assertEquals(3_600_000, subquery.range().millis(0, 0));
      assertEquals(new Expr.Instant.End(), subquery.shift().instant());
    }
  }

  @Nested
  class Operators_bind {

    @ParameterizedTest
    @CsvSource({
      "a + b * c, a + (b * c)",
      "a * b + c, (a * b) + c",
      "a - b - c, (a - b) - c",
      "a ^ b ^ c, a ^ (b ^ c)",
      "-a ^ b, -(a ^ b)",
      "-a * b, (-a) * b",
      "a ^ -b * c, (a ^ (-b)) * c",
      "a == b + c, a == (b + c)",
      "a and b or c, (a and b) or c",
      "a or b and c, a or (b and c)",
      "a unless b and c, (a unless b) and c",
      "a atan2 b * c, (a atan2 b) * c"
    })
    void as_they_do_in_the_original(String query, String meaning) throws ParseException {
      assertEquals(withoutParens(parse(meaning)), withoutParens(parse(query)));
    }

    private static String withoutParens(Expr expr) {
      Expr inner = expr.unwrapped();
      return switch (inner) {
        case Expr.Binary b ->
            "(" + withoutParens(b.left()) + b.operator().symbol() + withoutParens(b.right()) + ")";
        case Expr.Unary u -> "(-" + withoutParens(u.expr()) + ")";
        default -> Printer.print(inner);
      };
    }

    @Test
    void series_by_labels() throws ParseException {
      var binary = parse(Expr.Binary.class, "a / on (x, y) group_left (z) b");

      Expr.Matching matching = java.util.Objects.requireNonNull(binary.matching());
      assertEquals(Cardinality.MANY_TO_ONE, matching.cardinality());
      assertTrue(matching.on());
      assertEquals(List.of("x", "y"), matching.labels());
      assertEquals(List.of("z"), matching.include());
    }
  }

  @Nested
  class An_aggregation {

    @Test
    void may_name_its_groups_before_or_after() throws ParseException {
      assertEquals(parse("sum by (a, b) (x)"), parse("SUM(x) BY (a, b)"));
      assertTrue(parse(Expr.Aggregation.class, "avg without () (x)").without());
    }

    @Test
    void may_take_a_parameter() throws ParseException {
      var topk = parse(Expr.Aggregation.class, "topk(3, x)");

      assertEquals(new Expr.NumberLiteral(3, false, new Span(0, 0)), topk.parameter());
    }
  }

  @ParameterizedTest
  @CsvSource({"1:1,'# nothing'", "1:1,'\n\n'", "unknown position,''"})
  void nothing_is_no_query(String place, String query) {
    assertEquals(
        place + ": parse error: no expression found in input",
        assertThrows(ParseException.class, () -> parse(query)).getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\u0001',
      value = {
        "1 +|1:4: parse error: unexpected end of input",
        "up up|1:4: parse error: unexpected identifier \"up\"",
        "*up|1:1: parse error: unexpected <op:*>",
        "(up|1:4: parse error: unclosed left parenthesis",
        "up)|1:4: parse error: unexpected right parenthesis ')'",
        "up = 2|1:4: parse error: unexpected \"=\"",
        "up{=\"b\"}|1:4: parse error: unexpected \"=\" in label matching, expected identifier or \"}\"",
        "up{|1:4: parse error: unexpected end of input inside braces",
        "up{a=b}|1:6: parse error: unexpected identifier \"b\" in label matching, expected string",
        "up{a:\"b\"}|1:5: parse error: unexpected character inside braces: ':'",
        "up}|1:3: parse error: unexpected character: '}'",
        "{}|1:1: parse error: vector selector must contain at least one non-empty matcher",
        "{x=\"\"}|1:1: parse error: vector selector must contain at least one non-empty matcher",
        "a{__name__=\"b\"}|1:1: parse error: metric name must not be set twice: \"a\" or \"b\"",
        "up[5mm]|1:4: parse error: bad number or duration syntax: \"5mm\"",
        "up[0]|1:4: parse error: duration must be greater than 0",
        "up[]|1:4: parse error: unexpected \"]\" in subquery or range selector, expected number,"
            + " duration, step(), or range()",
        "1[5m]|1:2: parse error: ranges only allowed for vector selectors",
        "up offset 1m offset 1m|1:1: parse error: offset may not be set multiple times",
        "1 offset 1m|1:1: parse error: offset modifier must be preceded by an instant vector"
            + " selector or range vector selector or a subquery",
        "up @ x|1:6: parse error: unexpected identifier \"x\" in @, expected timestamp",
        "1 == 1|1:3: parse error: comparisons between scalars must use BOOL modifier",
        "1 and 1|1:1: parse error: set operator \"and\" not allowed in binary scalar expression",
        "a and on (x) group_left (y) b|1:1: parse error: no grouping allowed for \"and\" operation",
        "a + bool b|1:3: parse error: bool modifier can only be used on comparison operators",
        "a + on (x) group_left (x) b|1:3: parse error: label \"x\" must not occur in ON and GROUP"
            + " clause at once",
        "-\"a\"|1:1: parse error: unary expression only allowed on expressions of type scalar or"
            + " instant vector, got \"string\"",
        "rate(up)|1:6: parse error: expected type range vector in call to function \"rate\", got"
            + " instant vector",
        "rate()|1:1: parse error: expected 1 argument(s) in call to \"rate\", got 0",
        "hour(a, b)|1:1: parse error: expected at most 1 argument(s) in call to \"hour\", got 2",
        "label_join(a)|1:1: parse error: expected at least 3 argument(s) in call to"
            + " \"label_join\", got 1",
        "nope(a)|1:1: parse error: unknown function with name \"nope\"",
        "sum()|1:1: parse error: no arguments for aggregate expression provided",
        "sum(a, b)|1:1: parse error: wrong number of arguments for aggregate expression provided,"
            + " expected 1, got 2",
        "topk(a, b)|1:6: parse error: expected type scalar in aggregation parameter, got instant"
            + " vector",
        "sum(a,)|1:6: parse error: trailing commas not allowed in function call args",
        "sum a|1:5: parse error: unexpected identifier \"a\"",
        "\"a\\c\"|1:1: parse error: unknown escape sequence U+0063 'c'",
        "'a|1:1: parse error: unterminated quoted string",
        "a{b=~\"(\"}|1:3: parse error: error parsing regexp: missing closing ): `(`",
        "1..2|1:1: parse error: bad number or duration syntax: \"1..\"",
        "up[a]|1:4: parse error: unexpected character in duration expression: 'a'",
        "up[5m a]|1:7: parse error: unexpected character: 'a', expected ':'",
        "up[:5m]|1:5: parse error: unexpected colon before duration in duration expression",
        "up[5m:5m:5m]|1:9: parse error: unexpected colon ':'",
        "up[5m+]|1:7: parse error: unexpected \"]\" in subquery or range selector, expected number,"
            + " duration, step(), or range()",
        "up[5m 5m]|1:7: parse error: unexpected duration \"5m\" in subquery or range, expected \":\" or"
            + " \"]\"",
        "up[5m:,]|1:7: parse error: unexpected \",\" in subquery selector, expected number, duration,"
            + " step(), range(), or \"]\"",
        "up[5m/0]|1:6: parse error: division by zero",
        "up[5m%0]|1:6: parse error: modulo by zero",
        "up[-(5m)]|1:4: parse error: duration must be greater than 0",
        "up[min_of(5m)]|1:13: parse error: unexpected \")\" in subquery or range selector, expected"
            + " number, duration, step(), or range()",
        "up offset step|1:15: parse error: unexpected end of input in offset, expected number,"
            + " duration, step(), or range()",
        "sum(up offset 5m 5m)|1:18: parse error: unexpected duration \"5m\" in aggregation",
        "a + fill(1) fill_left(1) b|1:22: parse error: unexpected \"(\"",
        "a + fill(--1) b|1:11: parse error: unexpected <op:->",
        "sum(a + fill(x) b)|1:14: parse error: unexpected identifier \"x\" in aggregation",
        "START()|1:1: parse error: unknown function with name \"START\"",
        "up step|1:4: parse error: unexpected \"step\"",
        "@|1:1: parse error: unexpected <op:@>",
        "up </ </ 1|1:7: parse error: unexpected <op:</>",
        "sum by (\"\") (up)|1:9: parse error: invalid label name for grouping: \"\"",
        "sum by (without) (up)|1:9: parse error: unexpected <without> in grouping opts, expected"
            + " label",
        "up{\"x\"}|1:1: parse error: metric name must not be set twice: \"up\" or \"x\"",
        "1m5m|1:1: parse error: not a valid duration string: \"1m5m\"",
        "300y|1:1: parse error: duration out of range",
        "99999999999999999999s|1:1: parse error: not a valid duration string:"
            + " \"99999999999999999999s\"",
        "up[step():1m]|1:11: parse error: unexpected colon before duration in duration expression",
        "up[(range()):]|1:14: parse error: unexpected colon before duration in duration expression",
        "fill(1)|1:5: parse error: unexpected \"(\"",
        "sum by (fill (a)) (b)|1:14: parse error: unexpected \"(\" in grouping opts, expected \",\""
            + " or \")\"",
        "atan2 $|1:1: parse error: unexpected <op:atan2>",
        "-on !~|1:2: parse error: unexpected <on>",
        "a anchored + bool b|1:3: parse error: bool modifier can only be used on comparison"
            + " operators",
        "a offset 5m + bool b|1:13: parse error: bool modifier can only be used on comparison"
            + " operators",
        "30_ + a|1:1: parse error: error parsing number: strconv.ParseFloat: parsing \"30_\": invalid"
            + " syntax",
        "0._1|1:1: parse error: error parsing number: strconv.ParseFloat: parsing \"0._1\": invalid"
            + " syntax",
        "0_+a|1:1: parse error: error parsing number: strconv.ParseFloat: parsing \"0_\": invalid"
            + " syntax",
        "a{b=~\"\\\\é\"}|1:3: parse error: error parsing regexp: invalid escape sequence: `\\é`",
        "0xfeed|1:1: parse error: unknown unit \"xfeed\" in duration \"0xfeed\"",
      })
  void a_fault_is_told_with_its_place_in_the_words_of_the_original(String query, String message) {
    assertEquals(message, assertThrows(ParseException.class, () -> parse(query)).getMessage());
  }

  @Test
  void a_selector_by_itself_may_select_all_series_and_is_nothing_but_a_selector() throws Exception {
    assertEquals(List.of(), Parser.parseSelector("{}"));
    Map<String, String> faults =
        Map.of(
            "", "unknown position: parse error: unexpected end of input",
            "sum(up)", "1:4: parse error: unexpected \"(\"",
            "up[5m]", "1:3: parse error: unexpected \"[\"",
            "up offset 5m", "1:4: parse error: unexpected <offset>",
            "-up", "1:1: parse error: unexpected <op:->");
    faults.forEach(
        (text, fault) ->
            assertEquals(
                fault,
                assertThrows(ParseException.class, () -> Parser.parseSelector(text)).getMessage()));
  }

  @Test
  void an_operator_is_looked_for_behind_its_left_side_even_where_a_comment_stands() {
    assertEquals(
        "1:3: parse error: comparisons between scalars must use BOOL modifier",
        assertThrows(ParseException.class, () -> parse("1 # one\n== 1")).getMessage());
  }

  @Test
  void a_length_with_a_number_somewhere_before_it_may_begin_a_step() throws ParseException {
    assertInstanceOf(
        Expr.Call.class, parse("abs(-last_over_time(a[1m:]) + last_over_time(b[step():1m]))"));
  }

  @Test
  void instants_are_rounded_away_from_zero_and_overflow_as_in_the_original() throws ParseException {
    Map<String, Long> millis =
        Map.of("a @ -0.0005", -1L, "a @ 0.0005", 1L, "a @ 1e17", Long.MIN_VALUE, "a @ .0004", 0L);
    for (var instant : millis.entrySet()) {
      assertEquals(
          new Expr.Instant.At(instant.getValue()),
          parse(Expr.VectorSelector.class, instant.getKey()).shift().instant(),
          instant.getKey());
    }
  }

  @Test
  void of_a_length_what_is_less_than_a_millisecond_is_dropped() throws ParseException {
    assertEquals(1000, parse(Expr.MatrixSelector.class, "a[1.0009]").range().millis(0, 0));
    assertEquals(1001, parse(Expr.MatrixSelector.class, "a[1.001]").range().millis(0, 0));
    assertEquals("a[1s]", Printer.print(parse("a[1.0009]")));
  }

  @Test
  void a_fault_in_a_later_line_is_told_by_line_and_column() {
    assertEquals(
        "2:3: parse error: unexpected character: '$'",
        assertThrows(ParseException.class, () -> parse("up +\n  $")).getMessage());
  }

  @Test
  void what_is_experimental_needs_its_switch() {
    for (String query : List.of("limitk(1, a)", "end()", "a + fill(0) b", "rate(a[1m] anchored)")) {
      assertThrows(ParseException.class, () -> Parser.parse(query), query);
    }
  }

  @Test
  void no_nesting_exhausts_the_stack() {
    for (String query :
        List.of(
            "(".repeat(100_000) + "a" + ")".repeat(100_000),
            "-".repeat(100_000) + "a",
            "a" + " + a".repeat(100_000),
            "a[" + "-".repeat(100_000) + "1]",
            "abs(".repeat(100_000) + "a" + ")".repeat(100_000))) {
      assertThrows(ParseException.class, () -> parse(query));
    }
  }

  @Test
  void a_query_of_some_hundred_terms_is_no_trouble() throws ParseException {
    assertInstanceOf(Expr.Binary.class, parse("a" + " or a".repeat(500)));
  }
}

package dev.pharos.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RegexTest {

  private static String prefix(String pattern) {
    return Regex.compile(pattern).prefix();
  }

  @Test
  void what_every_match_begins_with_is_known() {
    assertEquals("http_requests_", prefix("http_requests_.*"));
    assertEquals("http", prefix("http"));
    assertEquals("a.b", prefix("a\\.b.+"));
    assertEquals("ab", prefix("ab+c"));
    assertEquals("a", prefix("ab|ac"));
    assertEquals("ab", prefix("^ab"));
    assertEquals("node-0000", prefix("node-0000[0-4].*"));
  }

  @Test
  void what_may_be_left_out_or_is_one_of_several_is_no_prefix() {
    assertEquals("a", prefix("ab?c"));
    assertEquals("a", prefix("ab*c"));
    assertEquals("a", prefix("ab{0,1}"));
    assertEquals("", prefix("ab|ca+"));
    assertEquals("", prefix("(?i)ab"));
    assertEquals("", prefix("\\d+"));
    assertEquals("", prefix(".*ab"));
    assertEquals("a", prefix("a😀?"));
  }

  @Test
  void what_is_wrong_is_told_as_go_tells_it() {
    Map<String, String> faults =
        Map.of(
            "a(", "missing closing ): `a(`",
            "a)b", "unexpected ): `a)b`",
            "x[b-a]", "invalid character class range: `b-a`",
            "a**", "invalid nested repetition operator: `**`",
            "x{1001}", "invalid repeat count: `{1001}`",
            "((a{100}b){10}){2}", "invalid repeat count: `{2}`");
    faults.forEach(
        (pattern, fault) ->
            assertEquals(
                "error parsing regexp: " + fault,
                assertThrows(IllegalArgumentException.class, () -> Regex.compile(pattern))
                    .getMessage()));
  }

  @Test
  void counts_that_do_not_multiply_are_no_matter() {
    for (String pattern :
        List.of("a{1000}b{1000}", "(a{500}){2}", "[{1000}]{9}", "\\Q{9}\\E{1000}")) {
      assertEquals(pattern, Regex.compile(pattern).toString());
    }
  }

  @Test
  void what_matches_everything_is_known() {
    for (String pattern : List.of(".*", "^.*$", "(.*)", "a|.*", ".*.*")) {
      assertTrue(Regex.compile(pattern).matchesEverything(), pattern);
    }
    for (String pattern : List.of(".+", "a.*", "", "[^a]*")) {
      assertFalse(Regex.compile(pattern).matchesEverything(), pattern);
    }
  }
}

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
        Map.ofEntries(
            Map.entry("a(", "missing closing ): `a(`"),
            Map.entry("a)b", "unexpected ): `a)b`"),
            Map.entry("x[b-a]", "invalid character class range: `b-a`"),
            Map.entry("a**", "invalid nested repetition operator: `**`"),
            Map.entry("x{2}{600}", "invalid nested repetition operator: `{2}{600}`"),
            Map.entry("x{1001}", "invalid repeat count: `{1001}`"),
            Map.entry("((a{100}b){10}){2}", "invalid repeat count: `{2}`"),
            Map.entry("(((a{100}){100}){100}){100}", "invalid repeat count: `{100}`"),
            Map.entry("a**((b{100}){100}", "invalid nested repetition operator: `**`"),
            Map.entry("\\é", "invalid escape sequence: `\\é`"),
            Map.entry("[\\é", "invalid escape sequence: `\\é`"),
            Map.entry("a\\1\\é", "invalid escape sequence: `\\1`"),
            Map.entry("(?P<", "invalid or unsupported Perl syntax: `(?P`"),
            Map.entry("{a(", "missing closing ): `{a(`"));
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

  @Test
  void groups_that_stand_in_each_other_very_deeply_are_refused_before_they_are_compiled() {
    String deep = "(".repeat(100_000) + "a" + ")".repeat(100_000);

    assertEquals(
        "error parsing regexp: expression nests too deeply: `" + deep + "`",
        assertThrows(IllegalArgumentException.class, () -> Regex.compile(deep)).getMessage());
  }

  @Test
  void what_go_takes_and_the_library_does_not_is_taken() {
    assertTrue(Regex.compile("{*").matches("{{{"));
    assertTrue(Regex.compile("a{?b{,2}").matches("ab{,2}"));
    assertTrue(Regex.compile("\\Qa.b").matches("a.b"));
    assertTrue(Regex.compile("\\x{1001}").matches("\u1001"));
    assertTrue(Regex.compile("[{}]+").matches("{}"));
  }

  @Test
  void of_several_groups_of_one_name_the_first_that_took_part_is_meant() {
    Regex regex = Regex.compile("(?P<n>a)|(?P<n>b)|(?<n>c)(?P<n_2>d)");

    assertEquals("a", regex.expand("a", "${n}"));
    assertEquals("b", regex.expand("b", "$n"));
    assertEquals("c:d", regex.expand("cd", "$n:$n_2"));
    assertEquals("::c", regex.expand("cd", "$1:$2:$3"));
  }
}

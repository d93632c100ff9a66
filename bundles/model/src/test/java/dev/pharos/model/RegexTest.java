package dev.pharos.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
  }

  @Test
  void what_may_be_left_out_or_is_one_of_several_is_no_prefix() {
    assertEquals("a", prefix("ab?c"));
    assertEquals("a", prefix("ab*c"));
    assertEquals("a", prefix("ab{0,1}"));
    assertEquals("", prefix("ab|ac"));
    assertEquals("", prefix("(?i)ab"));
    assertEquals("", prefix("\\d+"));
    assertEquals("", prefix(".*ab"));
    assertEquals("", prefix("^ab"));
    assertEquals("a", prefix("a😀?"));
  }
}

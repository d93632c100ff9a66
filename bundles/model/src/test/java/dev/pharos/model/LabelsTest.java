package dev.pharos.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class LabelsTest {

  @Test
  void labels_are_sorted_by_name_whatever_order_they_came_in() {
    assertEquals(Labels.of("a", "1", "b", "2", "c", "3"), Labels.of("c", "3", "a", "1", "b", "2"));
    assertEquals("a", Labels.of("c", "3", "a", "1").name(0));
  }

  @Test
  void an_empty_value_is_no_label() {
    assertEquals(Labels.EMPTY, Labels.of("a", ""));
    assertEquals(Labels.of("b", "2"), Labels.of("a", "1", "b", "2").with("a", ""));
  }

  @Test
  void a_label_that_is_absent_reads_as_empty() {
    assertEquals("", Labels.of("b", "2").get("a"));
    assertEquals("", Labels.of("b", "2").get("c"));
    assertEquals("2", Labels.of("b", "2").get("b"));
  }

  @Test
  void a_name_that_stands_twice_is_refused() {
    assertThrows(IllegalArgumentException.class, () -> Labels.of("a", "1", "a", "2"));
  }

  @Test
  void a_series_prints_as_promql_writes_it_with_hostile_values_escaped() {
    assertEquals(
        "up{job=\"a\\\"b\\\\c\\nd\"}", Labels.of("__name__", "up", "job", "a\"b\\c\nd").toString());
  }

  @Test
  void a_prefix_comes_before_the_longer_label_set() {
    assertTrue(Labels.of("a", "1").compareTo(Labels.of("a", "1", "b", "2")) < 0);
    assertTrue(Labels.of("a", "2").compareTo(Labels.of("a", "1", "b", "2")) > 0);
  }

  @Test
  void the_order_is_that_of_utf_8_bytes_beyond_the_first_65536_characters_too() {
    String beyond = new String(Character.toChars(0x1F600));
    String last = "\uFF5E";
    assertTrue(Utf8Order.order(last, beyond) < 0);
    assertTrue(Utf8Order.order(beyond, last) > 0);
    assertTrue(Labels.of("a", last).compareTo(Labels.of("a", beyond)) < 0);
    assertEquals(last, Labels.of(beyond, "1", last, "2").name(0));
    assertEquals("1", Labels.of(beyond, "1", last, "2").get(beyond));
  }
}

package dev.pharos.source.local;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pharos.model.Labels;
import org.junit.jupiter.api.Test;

class LegendTest {

  private static final Labels SERIES = Labels.of("__name__", "up", "job", "node", "host", "a");

  @Test
  void labels_stand_where_the_pattern_names_them() {
    assertEquals("a of node", new Legend("{{host}} of {{ job }}", "up").name(SERIES));
  }

  @Test
  void a_label_that_is_not_there_leaves_nothing() {
    assertEquals("[]", new Legend("[{{zone}}]", "up").name(SERIES));
  }

  @Test
  void braces_that_are_not_closed_stand_for_themselves() {
    assertEquals("a {{job", new Legend("{{host}} {{job", "up").name(SERIES));
  }

  @Test
  void without_a_pattern_a_series_is_named_as_PromQL_writes_it() {
    assertEquals("up{host=\"a\", job=\"node\"}", new Legend("", "up").name(SERIES));
  }

  @Test
  void a_series_with_nothing_but_its_name_has_no_braces() {
    assertEquals("up", new Legend("", "up").name(Labels.of("__name__", "up")));
  }

  @Test
  void a_series_without_labels_is_named_by_its_expression() {
    assertEquals("sum(up)", new Legend("", "sum(up)").name(Labels.EMPTY));
  }

  @Test
  void a_value_that_looks_like_a_pattern_is_not_read_as_one() {
    Labels hostile = Labels.of("host", "{{job}}", "job", "node");

    assertEquals("{{job}}", new Legend("{{host}}", "up").name(hostile));
  }
}

package dev.pharos.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.pharos.model.RelabelRule.Action;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class RelabellingTest {

  private static final Labels LABELS = Labels.of("a", "foo", "b", "bar", "c", "baz");

  private static Relabelling of(RelabelRule... rules) {
    return new Relabelling(List.of(rules), NameScheme.UTF8);
  }

  private static RelabelRule rule(
      Action action, List<String> sources, String regex, String target, String replacement) {
    return new RelabelRule(sources, ";", Regex.compile(regex), 0, target, replacement, action);
  }

  private static RelabelRule hashmod(String source, long modulus) {
    return new RelabelRule(
        List.of(source), ";", RelabelRule.DEFAULT_REGEX, modulus, "d", "$1", Action.HASHMOD);
  }

  private static Labels kept(Relabelling relabelling, Labels labels) {
    return Objects.requireNonNull(relabelling.apply(labels), "dropped");
  }

  @Test
  void without_rules_labels_are_given_back_as_they_came() {
    assertSame(LABELS, Relabelling.NONE.apply(LABELS));
  }

  @Test
  void replace_fills_its_replacement_with_the_groups_of_the_joined_values() {
    var rule = rule(Action.REPLACE, List.of("a", "b"), "f(.*);(.*)r", "a", "b${1}${2}m");

    assertEquals("boobam", kept(of(rule), LABELS).get("a"));
  }

  @Test
  void replace_leaves_labels_that_do_not_match_as_they_are() {
    assertSame(LABELS, of(rule(Action.REPLACE, List.of("a"), "o", "d", "x")).apply(LABELS));
  }

  @Test
  void replace_takes_a_label_away_where_the_new_value_is_empty() {
    assertEquals(
        "", kept(of(rule(Action.REPLACE, List.of("a"), "(.*)", "b", "")), LABELS).get("b"));
  }

  @Test
  void replace_without_sources_sets_a_fixed_value() {
    assertEquals(
        "static",
        kept(of(rule(Action.REPLACE, List.of(), "(.*)", "d", "static")), LABELS).get("d"));
  }

  @Test
  void replace_fills_the_name_of_its_target_too() {
    var rule = rule(Action.REPLACE, List.of("a"), "(f).*", "x_$1", "$1");

    assertEquals("f", kept(of(rule), LABELS).get("x_f"));
  }

  @Test
  void a_target_whose_name_comes_out_empty_is_left_alone() {
    var rule = rule(Action.REPLACE, List.of("a"), "foo(.*)", "${1}", "x");

    assertSame(LABELS, of(rule).apply(LABELS));
  }

  @Test
  void a_dot_matches_the_end_of_a_line() {
    var rule = rule(Action.KEEP, List.of("a"), "x.y", "", "$1");

    assertEquals("x\ny", kept(of(rule), Labels.of("a", "x\ny")).get("a"));
  }

  @Test
  void keep_drops_what_does_not_match_as_a_whole() {
    assertNull(of(rule(Action.KEEP, List.of("a"), "fo", "", "$1")).apply(LABELS));
    assertSame(LABELS, of(rule(Action.KEEP, List.of("a"), "fo+", "", "$1")).apply(LABELS));
  }

  @Test
  void drop_drops_what_matches_as_a_whole() {
    assertNull(of(rule(Action.DROP, List.of("a"), ".*o", "", "$1")).apply(LABELS));
    assertSame(LABELS, of(rule(Action.DROP, List.of("a"), "f", "", "$1")).apply(LABELS));
  }

  @Test
  void keepequal_and_dropequal_compare_with_the_target_label() {
    var same = Labels.of("port", "80", "wanted", "80");
    var other = Labels.of("port", "80", "wanted", "81");
    var keep = of(rule(Action.KEEPEQUAL, List.of("wanted"), "(.*)", "port", "$1"));
    var drop = of(rule(Action.DROPEQUAL, List.of("wanted"), "(.*)", "port", "$1"));

    assertSame(same, keep.apply(same));
    assertNull(keep.apply(other));
    assertNull(drop.apply(same));
    assertSame(other, drop.apply(other));
  }

  @Test
  void hashmod_agrees_with_other_servers_that_share_the_work() {
    // The last eight bytes of md5("baz") as a number, modulo 1000; a known pair of the original.
    assertEquals("976", kept(of(hashmod("c", 1000)), Labels.of("c", "baz")).get("d"));
  }

  @Test
  void hashmod_treats_the_hash_as_unsigned() {
    for (int i = 0; i < 100; i++) {
      String shard = kept(of(hashmod("c", 7)), Labels.of("c", "target-" + i)).get("d");
      assertEquals(1, shard.length(), shard);
    }
  }

  @Test
  void labelmap_copies_labels_to_the_names_the_replacement_gives() {
    var labels = Labels.of("__meta_my_bar", "aaa", "__meta_my_baz", "bbb");

    var mapped = of(rule(Action.LABELMAP, List.of(), "__meta_(my.*)", "", "${1}")).apply(labels);

    assertEquals(
        Labels.of("__meta_my_bar", "aaa", "__meta_my_baz", "bbb", "my_bar", "aaa", "my_baz", "bbb"),
        mapped);
  }

  @Test
  void labeldrop_and_labelkeep_go_by_names() {
    var drop = of(rule(Action.LABELDROP, List.of(), "[ab]", "", "$1"));
    var keep = of(rule(Action.LABELKEEP, List.of(), "[ab]", "", "$1"));

    assertEquals(Labels.of("c", "baz"), drop.apply(LABELS));
    assertEquals(Labels.of("a", "foo", "b", "bar"), keep.apply(LABELS));
  }

  @Test
  void lowercase_and_uppercase_change_the_case_of_the_values() {
    var labels = Labels.of("a", "bAr123Foo");

    assertEquals(
        "bar123foo",
        kept(of(rule(Action.LOWERCASE, List.of("a"), "(.*)", "l", "$1")), labels).get("l"));
    assertEquals(
        "BAR123FOO",
        kept(of(rule(Action.UPPERCASE, List.of("a"), "(.*)", "u", "$1")), labels).get("u"));
  }

  @Test
  void rules_see_what_those_before_them_did() {
    var relabelling =
        of(
            rule(Action.REPLACE, List.of("a"), "(.*)", "d", "$1"),
            rule(Action.KEEP, List.of("d"), "foo", "", "$1"));

    assertEquals("foo", kept(relabelling, LABELS).get("d"));
  }

  @Nested
  class A_rule_that_cannot_be_used {

    private static String fault(RelabelRule rule, NameScheme names) {
      return rule.faults(names).getFirst().fault();
    }

    @Test
    void is_refused() {
      var rule = rule(Action.REPLACE, List.of(), "(.*)", "", "$1");

      assertThrows(IllegalArgumentException.class, () -> of(rule));
    }

    @Test
    void lacks_its_target() {
      assertEquals(
          "relabel configuration for keepequal action requires 'target_label' value",
          fault(rule(Action.KEEPEQUAL, List.of("a"), "(.*)", "", "$1"), NameScheme.UTF8));
    }

    @Test
    void hashes_without_a_modulus() {
      assertEquals(
          "relabel configuration for hashmod requires non-zero modulus",
          fault(hashmod("a", 0), NameScheme.UTF8));
    }

    @Test
    void says_more_than_its_action_heeds() {
      assertEquals(
          "labelkeep action requires only 'regex', and no other fields",
          fault(rule(Action.LABELKEEP, List.of("a"), "(.*)", "", "$1"), NameScheme.UTF8));
      assertEquals(
          "dropequal action requires only 'source_labels' and `target_label`, and no other fields",
          fault(rule(Action.DROPEQUAL, List.of("a"), "foo", "b", "$1"), NameScheme.UTF8));
      assertEquals(
          "'replacement' can not be set for lowercase action",
          fault(rule(Action.LOWERCASE, List.of("a"), "(.*)", "b", "x"), NameScheme.UTF8));
    }

    @Test
    void names_a_label_that_legacy_names_do_not_allow() {
      var rule = rule(Action.REPLACE, List.of("a"), "(.*)", "a-b", "$1");

      assertEquals(List.of(), rule.faults(NameScheme.UTF8));
      assertEquals(
          "\"a-b\" is invalid 'target_label' for replace action", fault(rule, NameScheme.LEGACY));
    }

    @Test
    void is_not_one_whose_target_is_a_template() {
      var rule = rule(Action.REPLACE, List.of("a"), "(.*)", "x_${1}", "$1");

      assertEquals(List.of(), rule.faults(NameScheme.LEGACY));
    }
  }
}

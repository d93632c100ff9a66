package dev.pharos.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class TextUnionTest {

  @Test
  void no_lists_have_no_texts() {
    TextUnion union = new TextUnion();
    assertEquals(List.of(), union.first(Integer.MAX_VALUE));
    union.add(List.of());
    assertEquals(List.of(), union.first(1));
  }

  @Test
  void texts_beyond_the_basic_plane_come_last() {
    TextUnion union = new TextUnion();
    union.add(List.of("a", "\uffee"));
    union.add(List.of("a", "😀"));
    assertEquals(List.of("a", "\uffee", "😀"), union.first(Integer.MAX_VALUE));
  }

  @Test
  void is_what_a_sorted_set_of_all_would_be() {
    Random random = new Random(5);
    for (int round = 0; round < 200; round++) {
      TextUnion union = new TextUnion();
      TreeSet<String> expected = new TreeSet<>(Utf8Order.INSTANCE);
      for (int list = 0; list < 4; list++) {
        TreeSet<String> texts = new TreeSet<>(Utf8Order.INSTANCE);
        random.ints(random.nextInt(8), 0, 20).forEach(i -> texts.add("t" + i));
        union.add(List.copyOf(texts));
        expected.addAll(texts);
      }
      assertEquals(List.copyOf(expected), union.first(Integer.MAX_VALUE));
      assertEquals(expected.stream().limit(3).toList(), union.first(3));
    }
  }
}

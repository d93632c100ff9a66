package dev.pharos.target.scrape;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ByteKeysTest {

  private final ByteKeys keys = new ByteKeys();

  private int find(String key) {
    byte[] text = ("<" + key + ">").getBytes(UTF_8);
    return keys.find(text, 1, text.length - 2);
  }

  private int add(String key) {
    byte[] text = ("<" + key + ">").getBytes(UTF_8);
    return keys.add(text, 1, text.length - 2);
  }

  @Test
  void keys_are_numbered_as_they_come() {
    assertEquals(0, add("a"));
    assertEquals(1, add(""));
    assertEquals(2, add("a{b=\"c\"}"));

    assertEquals(1, find(""));
    assertEquals(2, find("a{b=\"c\"}"));
    assertEquals(0, find("a"));
    assertEquals(ByteKeys.NONE, find("b"));
  }

  @Test
  void the_key_that_came_next_is_foreseen() {
    add("one");
    add("three");
    byte[] text = "onethreeone".getBytes(UTF_8);

    keys.restart();
    assertEquals(3, keys.foreseenLength(text, 0, text.length));
    assertEquals(0, keys.find(text, 0, 3));
    assertEquals(5, keys.foreseenLength(text, 3, text.length));
    assertEquals(1, keys.find(text, 3, 5));
    assertEquals(0, keys.foreseenLength(text, 8, text.length));
  }

  @Test
  void nothing_is_foreseen_beyond_the_end_of_the_text() {
    add("three");
    keys.restart();

    assertEquals(0, keys.foreseenLength("three".getBytes(UTF_8), 0, 4));
  }

  @Test
  void a_key_that_was_foreseen_is_not_taken_for_a_longer_one() {
    add("one");
    add("onemore");
    byte[] text = "onemore".getBytes(UTF_8);

    keys.restart();
    assertEquals(3, keys.foreseenLength(text, 0, text.length));
    assertEquals(1, keys.find(text, 0, 7));
  }

  @Test
  void another_order_is_learnt() {
    for (String key : List.of("a", "b", "c")) {
      add(key);
    }
    for (int round = 0; round < 2; round++) {
      keys.restart();
      assertEquals(2, find("c"));
      assertEquals(0, find("a"));
    }
    byte[] text = "ca".getBytes(UTF_8);

    keys.restart();
    assertEquals(1, keys.foreseenLength(text, 0, 2));
    assertEquals(2, keys.find(text, 0, 1));
    assertEquals(1, keys.foreseenLength(text, 1, 2));
  }

  @Test
  void keys_that_stay_keep_their_order() {
    for (String key : List.of("a", "bb", "ccc", "dddd")) {
      add(key);
    }
    keys.retain(number -> number % 2 == 1);

    assertEquals(2, keys.size());
    assertEquals(0, find("bb"));
    assertEquals(1, find("dddd"));
    assertEquals(ByteKeys.NONE, find("a"));
    assertEquals(2, add("a"));
    assertEquals(2, find("a"));
  }

  @Test
  void any_use_finds_what_a_map_finds() {
    SplittableRandom random = new SplittableRandom(20260301);
    Map<String, Integer> model = new HashMap<>();
    for (int step = 0; step < 60_000; step++) {
      String key = "k" + random.nextInt(3000) + "x".repeat(random.nextInt(3));
      int found = find(key);
      assertEquals(model.getOrDefault(key, ByteKeys.NONE), found, key + " at " + step);
      if (found == ByteKeys.NONE) {
        model.put(key, add(key));
      }
      if (step % 10_000 == 9_999) {
        int odd = random.nextInt(2, 5);
        keys.retain(number -> number % odd != 0);
        renumber(model, odd);
      }
    }
    assertEquals(model.size(), keys.size());
  }

  private static void renumber(Map<String, Integer> model, int odd) {
    List<Map.Entry<String, Integer>> inOrder = new ArrayList<>(model.entrySet());
    inOrder.sort(Map.Entry.comparingByValue());
    List<String> kept = new ArrayList<>();
    for (Map.Entry<String, Integer> entry : inOrder) {
      if (entry.getValue() % odd != 0) {
        kept.add(entry.getKey());
      }
    }
    model.clear();
    for (String key : kept) {
      model.put(key, model.size());
    }
  }
}

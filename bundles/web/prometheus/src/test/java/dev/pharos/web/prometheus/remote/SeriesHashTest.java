package dev.pharos.web.prometheus.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SeriesHashTest {

  private final SeriesHash hash = SeriesHash.with(SeriesHash.keys(new SplittableRandom(1)));

  private record Hashed(long high, int low) {}

  private Hashed of(byte[] bytes) {
    return of(bytes, 0, bytes.length);
  }

  private Hashed of(byte[] bytes, int from, int to) {
    hash.hash(bytes, from, to);
    return new Hashed(hash.high(), hash.low());
  }

  @Test
  void it_depends_on_the_bytes_and_not_on_what_is_around_them() {
    byte[] text = "the labels of a series, 34 bytes..".getBytes(StandardCharsets.UTF_8);
    for (int length = 0; length <= text.length; length++) {
      Hashed alone = of(Arrays.copyOf(text, length));
      for (int before = 0; before < 9; before++) {
        byte[] around = new byte[before + length + before];
        Arrays.fill(around, (byte) 0x5a);
        System.arraycopy(text, 0, around, before, length);

        assertEquals(alone, of(around, before, before + length), length + " at " + before);
      }
    }
  }

  @Test
  void every_bit_changes_it() {
    byte[] text = new byte[70];
    Hashed unchanged = of(text);
    Set<Hashed> all = new HashSet<>(Set.of(unchanged));
    for (int bit = 0; bit < 8 * text.length; bit++) {
      text[bit / 8] ^= (byte) (1 << bit % 8);
      all.add(of(text));
      text[bit / 8] ^= (byte) (1 << bit % 8);
    }

    assertEquals(8 * text.length + 1, all.size());
  }

  @Test
  void zeros_at_the_end_change_it() {
    Set<Hashed> all = new HashSet<>();
    for (int length = 0; length <= 100; length++) {
      all.add(of(new byte[length]));
    }

    assertEquals(101, all.size());
  }

  @Test
  void similar_texts_meet_in_none_of_its_three_parts_more_often_than_by_chance() {
    Set<Integer> first = new HashSet<>();
    Set<Integer> second = new HashSet<>();
    Set<Integer> third = new HashSet<>();
    int count = 60_000;
    for (int i = 0; i < count; i++) {
      Hashed one = of(("instance" + i % 300 + "le" + i / 300).getBytes(StandardCharsets.UTF_8));
      first.add((int) (one.high() >>> 32));
      second.add((int) one.high());
      third.add(one.low());
    }

    // Of so many there is less than half a pair to be expected by chance.
    assertTrue(count - first.size() <= 6, "first: " + first.size());
    assertTrue(count - second.size() <= 6, "second: " + second.size());
    assertTrue(count - third.size() <= 6, "third: " + third.size());
  }

  @Test
  void other_keys_make_another_hash() {
    SeriesHash other = SeriesHash.with(SeriesHash.keys(new SplittableRandom(2)));
    byte[] text = {1, 2, 3};
    other.hash(text, 0, 3);

    assertNotEquals(of(text), new Hashed(other.high(), other.low()));
  }

  @Test
  void the_longest_text_has_one() {
    of(new byte[SeriesHash.MAX_BYTES]);
    of(new byte[SeriesHash.MAX_BYTES + 20], 20, 20 + SeriesHash.MAX_BYTES);
    of(new byte[SeriesHash.MAX_BYTES - 1]);
  }
}

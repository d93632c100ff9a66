package dev.pharos.storage.tsdb.head;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PostingsTest {

  private static long[] content(Postings postings) {
    LongList list = postings.references();
    return Arrays.copyOf(list.references(), list.size());
  }

  @Test
  void references_are_read_back_as_they_were_added() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 300; round++) {
      Postings postings = new Postings();
      TreeSet<Long> expected = new TreeSet<>();
      long reference = 0;
      for (int i = random.nextInt(400); i > 0; i--) {
        reference +=
            switch (random.nextInt(8)) {
              case 0 -> 1 + random.nextInt(300);
              case 1 -> 1 + random.nextLong(1L << 36);
              default -> 1;
            };
        expected.add(reference);
        postings.add(reference);
      }
      long[] all = expected.stream().mapToLong(Long::longValue).toArray();
      assertArrayEquals(all, content(postings), () -> "seed " + seed);
      assertEquals(all.length, postings.size());

      long[] even = LongStream.of(all).filter(r -> r % 2 == 0).toArray();
      assertEquals(even.length, postings.retain(r -> r % 2 == 0));
      assertArrayEquals(even, content(postings), () -> "seed " + seed);
    }
  }

  @Test
  void more_can_be_added_after_some_were_forgotten() {
    Postings postings = new Postings();
    for (long i = 1; i <= 10; i++) {
      postings.add(i);
    }
    postings.retain(r -> r < 4);
    postings.add(11);
    postings.add(12);
    assertArrayEquals(new long[] {1, 2, 3, 11, 12}, content(postings));
  }

  @Test
  void a_thousand_series_that_were_born_together_take_no_more_than_one() {
    Postings one = new Postings();
    one.add(70_000);
    Postings many = new Postings();
    for (long i = 70_000; i < 71_000; i++) {
      many.add(i);
    }
    assertEquals(one.footprint(), many.footprint());
  }

  @Test
  void every_thousandth_series_takes_two_bytes() {
    Postings postings = new Postings();
    for (long i = 1; i <= 10_000; i++) {
      postings.add(1000 * i);
    }
    assertTrue(postings.footprint() < 2.6 * 10_000, () -> "" + postings.footprint());
  }
}

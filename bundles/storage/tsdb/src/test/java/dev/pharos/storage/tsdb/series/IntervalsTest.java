package dev.pharos.storage.tsdb.series;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IntervalsTest {

  @Test
  void spans_that_meet_become_one() {
    long[] intervals = Intervals.add(Intervals.add(null, 1, 3), 4, 6);
    assertArrayEquals(new long[] {1, 6}, intervals);
    assertArrayEquals(new long[] {1, 6, 8, 9}, Intervals.add(intervals, 8, 9));
    assertArrayEquals(new long[] {0, 10}, Intervals.add(Intervals.add(intervals, 8, 9), 0, 10));
  }

  @Test
  void the_ends_of_time_are_no_trouble() {
    long[] all = Intervals.add(Intervals.add(null, 5, 6), Long.MIN_VALUE, Long.MAX_VALUE);
    assertArrayEquals(new long[] {Long.MIN_VALUE, Long.MAX_VALUE}, all);
    assertArrayEquals(all, Intervals.add(all, 7, 8));
  }

  @Test
  void nothing_is_in_no_intervals() {
    assertFalse(Intervals.contains(null, 0));
  }

  @Test
  void random_spans_hold_what_was_added() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int run = 0; run < 500; run++) {
      long[] intervals = null;
      BitSet expected = new BitSet();
      for (int i = 0; i < 6; i++) {
        int first = random.nextInt(50);
        int last = first + random.nextInt(8);
        intervals = Intervals.add(intervals, first, last);
        expected.set(first, last + 1);
      }
      for (int millis = -1; millis < 60; millis++) {
        assertEquals(
            millis >= 0 && expected.get(millis),
            Intervals.contains(intervals, millis),
            "seed " + seed + " run " + run + " at " + millis);
      }
    }
  }
}

package dev.pharos.distribution.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class HeapPaceTest {

  private static final long MIB = 1L << 20;

  @Test
  void a_large_heap_may_grow_by_half() {
    assertEquals(600 * MIB, HeapPace.threshold(400 * MIB));
  }

  @Test
  void a_small_heap_may_grow_by_what_is_worth_a_collection() {
    assertEquals(58 * MIB, HeapPace.threshold(10 * MIB));
  }
}

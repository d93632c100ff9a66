package dev.pharos.storage.tsdb.head;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import dev.pharos.storage.api.StorageStatus.Count;
import java.util.List;
import org.junit.jupiter.api.Test;

class TopCountsTest {

  @Test
  void keeps_the_largest_and_of_equal_ones_the_first_by_name() {
    TopCounts top = new TopCounts(3);
    for (String name : List.of("d", "b", "c", "a")) {
      top.add(2, () -> name);
    }
    top.add(5, () -> "large");
    assertEquals(
        List.of(new Count("large", 5), new Count("a", 2), new Count("b", 2)), top.largest());
  }

  @Test
  void asks_for_no_name_of_a_count_that_is_too_small() {
    TopCounts top = new TopCounts(1);
    top.add(2, () -> "a");
    top.add(1, () -> fail("nobody needs it"));
    assertEquals(List.of(new Count("a", 2)), top.largest());
  }

  @Test
  void may_hold_none() {
    TopCounts top = new TopCounts(0);
    top.add(2, () -> fail("nobody needs it"));
    assertEquals(List.of(), top.largest());
  }
}

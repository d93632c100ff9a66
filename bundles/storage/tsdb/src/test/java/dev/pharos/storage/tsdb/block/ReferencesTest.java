package dev.pharos.storage.tsdb.block;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ReferencesTest {

  private final Random random = new Random(3);

  private SortedSet<Integer> some(int count, int below) {
    SortedSet<Integer> some = new TreeSet<>();
    for (int i = 0; i < count; i++) {
      some.add(random.nextInt(below));
    }
    return some;
  }

  private static int[] array(Iterable<Integer> references) {
    List<Integer> list = new ArrayList<>();
    references.forEach(list::add);
    return list.stream().mapToInt(Integer::intValue).toArray();
  }

  @Test
  void sets_of_all_sizes_are_intersected_and_subtracted() {
    for (int run = 0; run < 500; run++) {
      SortedSet<Integer> one = some(random.nextInt(1 << random.nextInt(10)), 600);
      SortedSet<Integer> other = some(random.nextInt(1 << random.nextInt(10)), 600);
      SortedSet<Integer> both = new TreeSet<>(one);
      both.retainAll(other);
      SortedSet<Integer> left = new TreeSet<>(one);
      left.removeAll(other);
      assertArrayEquals(array(both), References.intersect(array(one), array(other)));
      assertArrayEquals(array(left), References.subtract(array(one), array(other)));
    }
  }

  /** Few of many are merged, many go through a set of bits. */
  @Test
  void sets_that_share_nothing_are_united() {
    for (int run = 0; run < 300; run++) {
      int below = 1 << (6 + random.nextInt(12));
      SortedSet<Integer> all = some(random.nextInt(300), below);
      List<SortedSet<Integer>> parts = new ArrayList<>();
      for (int i = random.nextInt(7); i >= 0; i--) {
        parts.add(new TreeSet<>());
      }
      all.forEach(reference -> parts.get(random.nextInt(parts.size())).add(reference));
      List<int[]> lists = parts.stream().map(ReferencesTest::array).toList();
      assertArrayEquals(array(all), References.union(lists));
    }
  }
}

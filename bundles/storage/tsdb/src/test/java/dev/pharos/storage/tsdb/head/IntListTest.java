package dev.pharos.storage.tsdb.head;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class IntListTest {

  private static IntList list(Iterable<Integer> numbers) {
    int[] array = new int[100];
    int size = 0;
    for (int number : numbers) {
      array[size++] = number;
    }
    return new IntList(array, size);
  }

  private static List<Integer> content(IntList list) {
    return Arrays.stream(list.numbers(), 0, list.size()).boxed().toList();
  }

  @Test
  void sets_of_numbers_behave_as_sets_do() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int run = 0; run < 2000; run++) {
      TreeSet<Integer> a = new TreeSet<>();
      TreeSet<Integer> b = new TreeSet<>();
      for (int i = random.nextInt(60); i > 0; i--) {
        a.add(random.nextInt(100));
      }
      for (int i = random.nextInt(10); i > 0; i--) {
        b.add(random.nextInt(100));
      }
      TreeSet<Integer> both = new TreeSet<>(a);
      both.retainAll(b);
      TreeSet<Integer> onlyA = new TreeSet<>(a);
      onlyA.removeAll(b);
      String with = "seed " + seed + " a " + a + " b " + b;
      assertEquals(List.copyOf(both), content(list(a).intersect(list(b))), with);
      assertEquals(List.copyOf(both), content(list(b).intersect(list(a))), with);
      assertEquals(List.copyOf(onlyA), content(list(a).without(list(b))), with);
      assertEquals(
          a.stream().filter(n -> n % 3 == 0).toList(),
          content(list(a).filter(n -> n % 3 == 0)),
          with);
    }
  }

  @Test
  void the_first_numbers_start_at_0() {
    assertEquals(List.of(0, 1, 2), content(IntList.upTo(3)));
    assertEquals(List.of(), content(IntList.upTo(0)));
  }
}

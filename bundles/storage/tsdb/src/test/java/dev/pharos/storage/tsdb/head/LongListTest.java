package dev.pharos.storage.tsdb.head;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LongListTest {

  private static LongList list(Iterable<Long> references) {
    long[] array = new long[200];
    int size = 0;
    for (long reference : references) {
      array[size++] = reference;
    }
    return new LongList(array, size);
  }

  private static List<Long> content(LongList list) {
    return Arrays.stream(list.references(), 0, list.size()).boxed().toList();
  }

  @Test
  void sets_of_references_behave_as_sets_do() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int run = 0; run < 2000; run++) {
      TreeSet<Long> a = new TreeSet<>();
      TreeSet<Long> b = new TreeSet<>();
      for (int i = random.nextInt(60); i > 0; i--) {
        a.add(random.nextLong(100));
      }
      for (int i = random.nextInt(10); i > 0; i--) {
        b.add(random.nextLong(100));
      }
      TreeSet<Long> both = new TreeSet<>(a);
      both.retainAll(b);
      TreeSet<Long> onlyA = new TreeSet<>(a);
      onlyA.removeAll(b);
      String with = "seed " + seed + " a " + a + " b " + b;
      assertEquals(List.copyOf(both), content(list(a).intersect(list(b))), with);
      assertEquals(List.copyOf(both), content(list(b).intersect(list(a))), with);
      assertEquals(List.copyOf(onlyA), content(list(a).without(list(b))), with);
      assertEquals(List.copyOf(a), content(LongList.union(List.of(list(onlyA), list(both)))), with);
      List<LongList> apart =
          LongStream.range(0, 5).mapToObj(rest -> list(a).filter(n -> n % 5 == rest)).toList();
      assertEquals(List.copyOf(a), content(LongList.union(apart)), with);
      assertEquals(
          a.stream().filter(n -> n % 3 == 0).toList(),
          content(list(a).filter(n -> n % 3 == 0)),
          with);
    }
  }
}

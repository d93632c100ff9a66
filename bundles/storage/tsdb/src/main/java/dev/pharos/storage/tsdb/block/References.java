package dev.pharos.storage.tsdb.block;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/** Sets of series, as ascending arrays of their references. Arrays given are never changed. */
final class References {

  static final int[] NONE = {};

  /** From here on, an array that is so many times longer is searched and not walked along. */
  private static final int MUCH_LONGER = 16;

  private References() {}

  /** Those in both. */
  static int[] intersect(int[] one, int[] other) {
    int[] few = one.length <= other.length ? one : other;
    int[] many = few == one ? other : one;
    int[] both = new int[few.length];
    int size = 0;
    int at = 0;
    for (int wanted : few) {
      at = firstNotBefore(many, at, wanted, many.length / MUCH_LONGER > few.length);
      if (at == many.length) {
        break;
      }
      if (many[at] == wanted) {
        both[size] = wanted;
        size++;
      }
    }
    return size == both.length ? both : Arrays.copyOf(both, size);
  }

  /** Those of the first that are not in the second. */
  static int[] subtract(int[] from, int[] without) {
    if (without.length == 0) {
      return from;
    }
    int[] left = new int[from.length];
    int size = 0;
    int at = 0;
    boolean search = without.length / MUCH_LONGER > from.length;
    for (int candidate : from) {
      at = firstNotBefore(without, at, candidate, search);
      if (at == without.length || without[at] != candidate) {
        left[size] = candidate;
        size++;
      }
    }
    return size == left.length ? left : Arrays.copyOf(left, size);
  }

  private static int firstNotBefore(int[] array, int from, int wanted, boolean search) {
    int at = from;
    if (search) {
      int found = Arrays.binarySearch(array, from, array.length, wanted);
      return found < 0 ? -found - 1 : found;
    }
    while (at < array.length && array[at] < wanted) {
      at++;
    }
    return at;
  }

  /** Those in any of the lists; no series is in two of them. */
  static int[] union(List<int[]> lists) {
    if (lists.size() <= 1) {
      return lists.isEmpty() ? NONE : lists.getFirst();
    }
    int size = 0;
    int highest = 0;
    for (int[] list : lists) {
      size = Math.addExact(size, list.length);
      highest = Math.max(highest, list.length == 0 ? 0 : list[list.length - 1]);
    }
    return size > highest / Long.SIZE ? unionByBits(lists, size) : unionByMerging(lists);
  }

  /** Two at a time, then two of those, and so on. */
  private static int[] unionByMerging(List<int[]> lists) {
    List<int[]> left = lists;
    while (left.size() > 1) {
      List<int[]> merged = new ArrayList<>();
      for (int i = 0; i + 1 < left.size(); i += 2) {
        merged.add(merge(left.get(i), left.get(i + 1)));
      }
      if (left.size() % 2 == 1) {
        merged.add(left.getLast());
      }
      left = merged;
    }
    return left.getFirst();
  }

  private static int[] merge(int[] one, int[] other) {
    int[] both = new int[one.length + other.length];
    int i = 0;
    int j = 0;
    for (int at = 0; at < both.length; at++) {
      if (j == other.length || (i < one.length && one[i] <= other[j])) {
        both[at] = one[i];
        i++;
      } else {
        both[at] = other[j];
        j++;
      }
    }
    return both;
  }

  /** Linear, where the series are a good part of all. */
  private static int[] unionByBits(List<int[]> lists, int size) {
    BitSet bits = new BitSet();
    for (int[] list : lists) {
      for (int reference : list) {
        bits.set(reference);
      }
    }
    int[] all = new int[size];
    int at = 0;
    for (int i = bits.nextSetBit(0); i >= 0 && at < size; i = bits.nextSetBit(i + 1)) {
      all[at] = i;
      at++;
    }
    return at == size ? all : Arrays.copyOf(all, at);
  }
}

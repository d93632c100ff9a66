package dev.pharos.storage.tsdb.head;

import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * Numbers in ascending order: the first {@code size} elements of an array that others may share.
 */
@SuppressWarnings("ArrayRecordComponent") // Sharing the array is the point.
record IntList(int[] numbers, int size) {

  static final IntList EMPTY = new IntList(new int[0], 0);

  /** The numbers from 0 to one below {@code size}. */
  static IntList upTo(int size) {
    int[] numbers = new int[size];
    Arrays.setAll(numbers, i -> i);
    return new IntList(numbers, size);
  }

  IntList filter(IntPredicate keep) {
    int[] kept = new int[size];
    int count = 0;
    for (int i = 0; i < size; i++) {
      if (keep.test(numbers[i])) {
        kept[count++] = numbers[i];
      }
    }
    return new IntList(kept, count);
  }

  IntList intersect(IntList other) {
    if (other.size < size) {
      return other.intersect(this);
    }
    int[] both = new int[size];
    int count = 0;
    int at = 0;
    for (int i = 0; i < size && at < other.size; i++) {
      at = other.indexFrom(at, numbers[i]);
      if (at < other.size && other.numbers[at] == numbers[i]) {
        both[count++] = numbers[i];
      }
    }
    return new IntList(both, count);
  }

  IntList without(IntList other) {
    int[] left = new int[size];
    int count = 0;
    int at = 0;
    for (int i = 0; i < size; i++) {
      at = other.indexFrom(at, numbers[i]);
      if (at == other.size || other.numbers[at] != numbers[i]) {
        left[count++] = numbers[i];
      }
    }
    return new IntList(left, count);
  }

  /** Index of the first number at or above one, looked for in growing steps from an index on. */
  private int indexFrom(int from, int number) {
    int step = 1;
    int low = from;
    int high = from;
    while (high < size && numbers[high] < number) {
      low = high + 1;
      high += step;
      step *= 2;
    }
    int index = Arrays.binarySearch(numbers, low, Math.min(high, size), number);
    return index < 0 ? -index - 1 : index;
  }
}

package dev.pharos.storage.tsdb.head;

import java.util.Arrays;
import java.util.List;
import java.util.function.LongPredicate;

/** References in ascending order: the first {@code size} elements of an array. */
@SuppressWarnings("ArrayRecordComponent") // Nobody changes it once it is made.
record LongList(long[] references, int size) {

  static final LongList EMPTY = new LongList(new long[0], 0);

  long get(int index) {
    return references[index];
  }

  LongList filter(LongPredicate keep) {
    long[] kept = new long[size];
    int count = 0;
    for (int i = 0; i < size; i++) {
      if (keep.test(references[i])) {
        kept[count++] = references[i];
      }
    }
    return new LongList(kept, count);
  }

  LongList intersect(LongList other) {
    if (other.size < size) {
      return other.intersect(this);
    }
    long[] both = new long[size];
    int count = 0;
    int at = 0;
    for (int i = 0; i < size && at < other.size; i++) {
      at = other.indexFrom(at, references[i]);
      if (at < other.size && other.references[at] == references[i]) {
        both[count++] = references[i];
      }
    }
    return new LongList(both, count);
  }

  LongList without(LongList other) {
    long[] left = new long[size];
    int count = 0;
    int at = 0;
    for (int i = 0; i < size; i++) {
      at = other.indexFrom(at, references[i]);
      if (at == other.size || other.references[at] != references[i]) {
        left[count++] = references[i];
      }
    }
    return new LongList(left, count);
  }

  /** All of several lists of which no two have a reference in common. */
  static LongList union(List<LongList> lists) {
    if (lists.isEmpty()) {
      return EMPTY;
    }
    if (lists.size() == 1) {
      return lists.getFirst();
    }
    long[] all = new long[lists.stream().mapToInt(LongList::size).sum()];
    int count = 0;
    boolean sorted = true;
    for (LongList list : lists) {
      if (list.size > 0) {
        sorted &= count == 0 || all[count - 1] < list.references[0];
        System.arraycopy(list.references, 0, all, count, list.size);
        count += list.size;
      }
    }
    if (!sorted) {
      Arrays.sort(all);
    }
    return new LongList(all, count);
  }

  /** Index of the first reference at or above one, looked for in growing steps from an index on. */
  private int indexFrom(int from, long reference) {
    int step = 1;
    int low = from;
    int high = from;
    while (high < size && references[high] < reference) {
      low = high + 1;
      high += step;
      step *= 2;
    }
    int index = Arrays.binarySearch(references, low, Math.min(high, size), reference);
    return index < 0 ? -index - 1 : index;
  }
}

package dev.pharos.storage.tsdb.head;

import java.util.ArrayList;
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
    List<LongList> left = lists;
    while (left.size() > 1) {
      // Two at a time, then two of those, and so on.
      List<LongList> merged = new ArrayList<>((left.size() + 1) / 2);
      for (int i = 0; i + 1 < left.size(); i += 2) {
        merged.add(merge(left.get(i), left.get(i + 1)));
      }
      if (left.size() % 2 == 1) {
        merged.add(left.getLast());
      }
      left = merged;
    }
    return left.isEmpty() ? EMPTY : left.getFirst();
  }

  private static LongList merge(LongList one, LongList other) {
    long[] both = new long[one.size + other.size];
    int i = 0;
    int j = 0;
    for (int at = 0; at < both.length; at++) {
      if (j == other.size || (i < one.size && one.references[i] <= other.references[j])) {
        both[at] = one.references[i];
        i++;
      } else {
        both[at] = other.references[j];
        j++;
      }
    }
    return new LongList(both, both.length);
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

package dev.pharos.storage.tsdb.chunk;

import dev.pharos.model.NativeHistogram.Span;
import java.util.Arrays;

/**
 * Which buckets of one sign there are: the spans as they were told, and the index of each bucket,
 * ascending.
 */
@SuppressWarnings("ArrayRecordComponent") // Shared, never changed.
record Buckets(Span[] spans, int[] indexes) {

  static final Buckets NONE = new Buckets(new Span[0], new int[0]);

  /**
   * The buckets of spans.
   *
   * @throws IllegalArgumentException if the spans are not in ascending order
   */
  static Buckets of(Span[] spans) {
    if (spans.length == 0) {
      return NONE;
    }
    int[] indexes = new int[Math.toIntExact(count(spans))];
    int at = 0;
    long next = 0;
    for (int i = 0; i < spans.length; i++) {
      Span span = spans[i];
      if ((i > 0 && span.offset() < 0) || span.length() < 0) {
        throw new IllegalArgumentException("span " + i + " goes backwards: " + span);
      }
      next += span.offset();
      if (next + span.length() > Integer.MAX_VALUE) {
        throw new IllegalArgumentException("span " + i + " goes beyond all indexes: " + span);
      }
      for (int j = 0; j < span.length(); j++) {
        indexes[at] = (int) next;
        at++;
        next++;
      }
    }
    return new Buckets(spans, indexes);
  }

  /** Buckets in spans; may be more than an int holds. */
  static long count(Span[] spans) {
    long count = 0;
    for (Span span : spans) {
      count += span.length();
    }
    return count;
  }

  int size() {
    return indexes.length;
  }

  /** Whether these are the buckets of spans; told apart are spans that only look different, too. */
  boolean are(Span[] told) {
    return spans == told || Arrays.equals(spans, told);
  }

  boolean lackAnyOf(Buckets others) {
    return with(others).size() > size();
  }

  /** These and others; the others themselves, with their spans, if they have these among them. */
  Buckets with(Buckets others) {
    int[] one = indexes;
    int[] other = others.indexes;
    int[] both = new int[one.length + other.length];
    int size = 0;
    int i = 0;
    int j = 0;
    while (i < one.length || j < other.length) {
      int next = j == other.length || (i < one.length && one[i] <= other[j]) ? one[i] : other[j];
      i += i < one.length && one[i] == next ? 1 : 0;
      j += j < other.length && other[j] == next ? 1 : 0;
      both[size] = next;
      size++;
    }
    return size == other.length ? others : ofIndexes(Arrays.copyOf(both, size));
  }

  /** The same buckets, with as few spans as can be. */
  Buckets inFewestSpans() {
    return ofIndexes(indexes);
  }

  private static Buckets ofIndexes(int[] indexes) {
    Span[] spans = new Span[indexes.length];
    int size = 0;
    int i = 0;
    while (i < indexes.length) {
      int from = i;
      while (i + 1 < indexes.length && indexes[i + 1] == indexes[i] + 1) {
        i++;
      }
      int offset = from == 0 ? indexes[0] : indexes[from] - indexes[from - 1] - 1;
      spans[size] = new Span(offset, i - from + 1);
      size++;
      i++;
    }
    return new Buckets(Arrays.copyOf(spans, size), indexes);
  }

  /** Where each of these stands among others that have them all. */
  int[] placesAmong(Buckets others) {
    int[] places = new int[indexes.length];
    int at = 0;
    for (int i = 0; i < indexes.length; i++) {
      while (others.indexes[at] != indexes[i]) {
        at++;
      }
      places[i] = at;
    }
    return places;
  }

  /**
   * Wider buckets in which these lie, where each covers what {@code 2^steps} did: those of a schema
   * that is lower by so much.
   */
  Buckets widened(int steps) {
    int[] wide = widenedIndexes(steps);
    int size = 0;
    for (int i = 0; i < wide.length; i++) {
      if (i == 0 || wide[i] != wide[i - 1]) {
        wide[size] = wide[i];
        size++;
      }
    }
    return ofIndexes(Arrays.copyOf(wide, size));
  }

  /** Where each of these lies among the wider ones. */
  int[] placesAmongWidened(int steps) {
    int[] wide = widenedIndexes(steps);
    int[] places = new int[wide.length];
    for (int i = 1; i < wide.length; i++) {
      places[i] = places[i - 1] + (wide[i] == wide[i - 1] ? 0 : 1);
    }
    return places;
  }

  private int[] widenedIndexes(int steps) {
    int[] wide = new int[indexes.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = (int) ((indexes[i] - 1L) >> steps) + 1;
    }
    return wide;
  }
}

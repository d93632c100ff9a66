package dev.pharos.storage.tsdb.head;

import java.util.Arrays;

/**
 * The series with one value of a label, by their numbers in the index, ascending.
 *
 * <p>One thread adds; others read a {@link #snapshot} meanwhile.
 */
final class Postings {

  /** The name, in the one copy that all labels share. */
  final String name;

  /** The value, likewise. */
  final String value;

  private int[] numbers = new int[1];
  private volatile int size;

  Postings(String name, String value) {
    this.name = name;
    this.value = value;
  }

  void add(int number) {
    int at = size;
    if (at == numbers.length) {
      numbers = Arrays.copyOf(numbers, at + Math.max(1, at / 2));
    }
    numbers[at] = number;
    // The size is written last, and is read first: whoever sees it sees the number too.
    size = at + 1;
  }

  int size() {
    return size;
  }

  /** The numbers as they are now. */
  IntList snapshot() {
    int count = size;
    return new IntList(numbers, count);
  }
}

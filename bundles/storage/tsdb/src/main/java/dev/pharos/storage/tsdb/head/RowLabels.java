package dev.pharos.storage.tsdb.head;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The labels of the rows of a page: for each row the number of its shape, and one symbol for each
 * of the shape's names.
 *
 * <p>While a page is being filled, four bytes each. Once it is full they are told by their place in
 * a list of what occurs in the page, which takes one byte each: rows that are born together have
 * most of their labels in common.
 */
final class RowLabels {

  private int[] numbers;
  private int size;

  /** Where each row begins; its shape tells where it ends. */
  private char[] starts;

  private byte @Nullable [] narrow;
  private char @Nullable [] wide;

  RowLabels(int rows, int labels) {
    starts = new char[rows];
    numbers = new int[Math.max(1, rows * (labels + 1) / 4)];
  }

  /** Adds the labels of a row; false if there is no room for them in this page. */
  boolean add(int row, int shape, int[] values, int count) {
    int end = size + count + 1;
    if (end > Character.MAX_VALUE) {
      return false;
    }
    if (end > numbers.length) {
      numbers = Arrays.copyOf(numbers, Math.max(end, numbers.length * 2));
    }
    starts[row] = (char) size;
    numbers[size] = shape;
    System.arraycopy(values, 0, numbers, size + 1, count);
    size = end;
    return true;
  }

  int shape(int row) {
    return at(starts[row]);
  }

  /** The symbol of the value of a row's label, by its place in the shape. */
  int value(int row, int place) {
    return at(starts[row] + 1 + place);
  }

  private int at(int position) {
    byte[] bytes = narrow;
    if (bytes != null) {
      return numbers[bytes[position] & 0xff];
    }
    char[] chars = wide;
    return chars != null ? numbers[chars[position]] : numbers[position];
  }

  /** The same in fewer bytes, for no more rows than these. */
  RowLabels packed() {
    int[] distinct = new int[size];
    char[] places = new char[size];
    int count = distinct(distinct, places);
    RowLabels packed = new RowLabels(0, 0);
    packed.starts = starts;
    packed.size = size;
    packed.numbers = Arrays.copyOf(distinct, count);
    if (count <= 256) {
      byte[] bytes = new byte[size];
      for (int i = 0; i < size; i++) {
        bytes[i] = (byte) places[i];
      }
      packed.narrow = bytes;
    } else {
      packed.wide = places;
    }
    return packed;
  }

  /** Finds the numbers that differ, and the place of each number among them. */
  private int distinct(int[] distinct, char[] places) {
    int mask = Integer.highestOneBit(Math.max(1, size)) * 4 - 1;
    char[] seen = new char[mask + 1]; // Places plus one by a hash of the number; 0 for none.
    int count = 0;
    for (int i = 0; i < size; i++) {
      int number = numbers[i];
      int mixed = number * 0x9E3779B9;
      int at = (mixed ^ (mixed >>> 15)) & mask;
      while (seen[at] != 0 && distinct[seen[at] - 1] != number) {
        at = (at + 1) & mask;
      }
      if (seen[at] == 0) {
        distinct[count++] = number;
        seen[at] = (char) count;
      }
      places[i] = (char) (seen[at] - 1);
    }
    return count;
  }

  /** Whether this is the packed form, which takes no more rows. */
  boolean isPacked() {
    return narrow != null || wide != null;
  }

  /** Bytes that are taken up. */
  int footprint() {
    byte[] bytes = narrow;
    char[] chars = wide;
    return 40
        + 12
        + 4 * numbers.length
        + 12
        + 2 * starts.length
        + (bytes == null ? 0 : 12 + bytes.length)
        + (chars == null ? 0 : 12 + 2 * chars.length);
  }
}

package dev.pharos.storage.tsdb.head;

import java.util.Arrays;
import java.util.function.LongPredicate;

/**
 * The series with one value of a label, by their references, ascending, as runs: series that are
 * born together stand together, so one byte or two tell of a run, be it one series or a thousand.
 *
 * <pre>
 *   run    varint: twice the distance of its first reference from the last before, plus 1 if it is longer than one
 *          varint: its length less 2, if it is
 * </pre>
 *
 * <p>The last run is not packed yet. Safe for use by several threads.
 */
final class Postings {

  private static final byte[] EMPTY = {};

  private byte[] bytes = EMPTY;
  private int length;
  private int count;

  /** The last reference that is packed. */
  private long packedEnd;

  /** The last reference of the run that is not packed, and how long that is. */
  private long end;

  private int run;

  /** Adds a reference above all others. */
  synchronized void add(long reference) {
    assert reference > end || count == 0 : reference + " after " + end;
    if (run > 0 && reference == end + 1) {
      run++;
    } else {
      pack();
      run = 1;
    }
    end = reference;
    count++;
  }

  private void pack() {
    if (run > 0) {
      long distance = end - run + 1 - packedEnd;
      put(2 * distance + (run > 1 ? 1 : 0));
      if (run > 1) {
        put(run - 2L);
      }
      packedEnd = end;
    }
  }

  private void put(long value) {
    if (length + 10 > bytes.length) {
      int needed = length + bytesOf(value);
      if (needed > bytes.length) {
        // With the header of an array in front, these are whole multiples of eight.
        bytes = Arrays.copyOf(bytes, (needed + needed / 4 + 7) / 8 * 8 + 4);
      }
    }
    long rest = value;
    while (rest >= 0x80) {
      bytes[length++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[length++] = (byte) rest;
  }

  private static int bytesOf(long value) {
    return Math.max(1, (70 - Long.numberOfLeadingZeros(value)) / 7);
  }

  synchronized int size() {
    return count;
  }

  /** The highest reference; 0 if there is none. */
  synchronized long last() {
    return end;
  }

  /** Bytes that are taken up. */
  synchronized int footprint() {
    return 40 + (bytes == EMPTY ? 0 : 12 + bytes.length);
  }

  /** The references as they are now. */
  LongList references() {
    byte[] packed;
    int packedLength;
    int size;
    long last;
    int lastRun;
    // Bytes once written stay as they are, so they are read outside.
    synchronized (this) {
      packed = bytes;
      packedLength = length;
      size = count;
      last = end;
      lastRun = run;
    }
    long[] references = new long[size];
    int found = 0;
    int at = 0;
    long before = 0;
    while (at < packedLength) {
      long word = 0;
      int shift = 0;
      byte b;
      do {
        b = packed[at++];
        word |= (b & 0x7fL) << shift;
        shift += 7;
      } while (b < 0);
      before += word >>> 1;
      references[found++] = before;
      if ((word & 1) != 0) {
        long more = 0;
        shift = 0;
        do {
          b = packed[at++];
          more |= (b & 0x7fL) << shift;
          shift += 7;
        } while (b < 0);
        for (long i = more; i >= 0; i--) {
          references[found++] = ++before;
        }
      }
    }
    for (long reference = last - lastRun + 1; found < size; reference++) {
      references[found++] = reference;
    }
    return new LongList(references, size);
  }

  /** Forgets references; tells how many are left. */
  int retain(LongPredicate kept) {
    LongList left = references().filter(kept);
    synchronized (this) {
      bytes = EMPTY;
      length = 0;
      count = 0;
      packedEnd = 0;
      end = 0;
      run = 0;
      for (int i = 0; i < left.size(); i++) {
        add(left.get(i));
      }
      return count;
    }
  }
}

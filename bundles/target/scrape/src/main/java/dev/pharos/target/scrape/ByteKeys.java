package dev.pharos.target.scrape;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * Runs of bytes that have numbers, from 0 on, and are found without an object per search.
 *
 * <p>Targets write the same series in the same order at every scrape, so the key that followed the
 * last one found is tried first: then no hash is computed, and memory is read from one end to the
 * other, as the keys lie behind each other.
 *
 * <p>Not safe for use by several threads.
 */
final class ByteKeys {

  /** The number of a key that is not there. */
  static final int NONE = -1;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int LEAST_TABLE = 16;

  private int size;

  /** All keys, each from the end of the one before. */
  private byte[] keys = new byte[256];

  private int[] ends = new int[8];

  /** The key that came after each last time; the first stands for the start. */
  private int[] followers = {NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE};

  /** Numbers plus one, by hash. */
  private int[] table = new int[LEAST_TABLE];

  private int last = NONE;
  private int foreseenOffset = NONE;

  /** Starts to search from the first key on. */
  void restart() {
    last = NONE;
    foreseenOffset = NONE;
  }

  int size() {
    return size;
  }

  private int start(int number) {
    return number == 0 ? 0 : ends[number - 1];
  }

  private boolean is(int number, byte[] text, int offset, int length) {
    int start = start(number);
    int end = ends[number];
    return end - start == length && Arrays.equals(keys, start, end, text, offset, offset + length);
  }

  /** The length of the key that should come next, if it stands at {@code offset}; or 0. */
  int foreseenLength(byte[] text, int offset, int end) {
    int expected = followers[last + 1];
    if (expected == NONE) {
      return 0;
    }
    int length = ends[expected] - start(expected);
    if (length > end - offset || !is(expected, text, offset, length)) {
      return 0;
    }
    foreseenOffset = offset;
    return length;
  }

  /** The number of a key, or {@link #NONE}. */
  int find(byte[] text, int offset, int length) {
    int expected = followers[last + 1];
    if (expected != NONE
        && (offset == foreseenOffset
            ? length == ends[expected] - start(expected)
            : is(expected, text, offset, length))) {
      last = expected;
      foreseenOffset = NONE;
      return expected;
    }
    foreseenOffset = NONE;
    int mask = table.length - 1;
    for (int i = hash(text, offset, length) & mask; ; i = (i + 1) & mask) {
      int found = table[i] - 1;
      if (found == NONE) {
        return NONE;
      }
      if (is(found, text, offset, length)) {
        follow(found);
        return found;
      }
    }
  }

  /**
   * Adds a key that is not there yet.
   *
   * @return its number: how many there were before
   */
  int add(byte[] text, int offset, int length) {
    int number = size;
    int start = start(number);
    if (length > keys.length - start) {
      keys = Arrays.copyOf(keys, Math.max(start + length, keys.length + keys.length / 2));
    }
    System.arraycopy(text, offset, keys, start, length);
    if (number == ends.length) {
      ends = Arrays.copyOf(ends, number + number / 2 + 1);
      int before = followers.length;
      followers = Arrays.copyOf(followers, ends.length + 1);
      Arrays.fill(followers, before, followers.length, NONE);
    }
    ends[number] = start + length;
    size++;
    if (3 * size > 2 * table.length) {
      table = new int[2 * table.length];
      for (int i = 0; i < size; i++) {
        insert(i);
      }
    } else {
      insert(number);
    }
    follow(number);
    return number;
  }

  private void follow(int number) {
    followers[last + 1] = number;
    last = number;
  }

  private void insert(int number) {
    int mask = table.length - 1;
    int start = start(number);
    int i = hash(keys, start, ends[number] - start) & mask;
    while (table[i] != 0) {
      i = (i + 1) & mask;
    }
    table[i] = number + 1;
  }

  /**
   * Keeps only the keys that pass, in their order and numbered anew, and no room for more; starts
   * from the first again.
   *
   * @param wanted is asked for each number, from 0 on
   */
  void retain(IntPredicate wanted) {
    // Everything moves towards the start only, so nothing is overwritten that is still to be read.
    int start = 0;
    int kept = 0;
    int bytes = 0;
    for (int i = 0; i < size; i++) {
      int end = ends[i];
      if (wanted.test(i)) {
        System.arraycopy(keys, start, keys, bytes, end - start);
        bytes += end - start;
        ends[kept++] = bytes;
      }
      start = end;
    }
    size = kept;
    keys = Arrays.copyOf(keys, bytes);
    ends = Arrays.copyOf(ends, kept);
    followers = new int[kept + 1];
    for (int i = 0; i <= kept; i++) {
      followers[i] = i == kept ? NONE : i;
    }
    int capacity = LEAST_TABLE;
    while (2 * capacity < 3 * (kept + 1)) {
      capacity *= 2;
    }
    table = new int[capacity];
    for (int i = 0; i < kept; i++) {
      insert(i);
    }
    restart();
  }

  private static int hash(byte[] bytes, int offset, int length) {
    long hash = length * 0x9E3779B97F4A7C15L;
    int i = offset;
    int end = offset + length;
    for (; i + 8 <= end; i += 8) {
      hash = mix(hash ^ (long) LONGS.get(bytes, i));
    }
    long rest = 0;
    for (; i < end; i++) {
      rest = rest << 8 | (bytes[i] & 0xff);
    }
    hash = mix(hash ^ rest);
    return (int) (hash ^ (hash >>> 32));
  }

  private static long mix(long value) {
    long product = value * 0xff51afd7ed558ccdL;
    return product ^ (product >>> 33);
  }
}

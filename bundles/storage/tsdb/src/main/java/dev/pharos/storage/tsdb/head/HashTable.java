package dev.pharos.storage.tsdb.head;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * Numbers found by the hash of what they stand for: an open table of ints, with eight bits of each
 * hash beside, so that nearly every place that is not the one is passed without a look at what its
 * number stands for.
 *
 * <p>One thread adds; others look up meanwhile without a lock, and may miss what is being added.
 * Nothing is taken out singly: {@link #retain} makes a new table.
 *
 * @param <K> what numbers are looked up by
 */
abstract class HashTable<K> {

  static final int NONE = -1;

  private static final VarHandle TAG = MethodHandles.arrayElementVarHandle(byte[].class);

  /** A tag of 0 is an empty place. */
  @SuppressWarnings("ArrayRecordComponent") // Shared between the thread that adds and the others.
  private record Slots(byte[] tags, int[] numbers) {

    static Slots of(int length) {
      return new Slots(new byte[length], new int[length]);
    }

    /** The upper bits decide, so that a larger table keeps the order of a smaller one. */
    int home(int mixed) {
      return (int) (((mixed & 0xffff_ffffL) * tags.length) >>> 32);
    }
  }

  private volatile Slots slots = Slots.of(64);
  private int size;

  /** The hash that a number was added with. */
  abstract int hash(int number);

  /** Whether a number stands for this. */
  abstract boolean isFor(int number, K key);

  /** The number of what is looked for, or {@link #NONE}. */
  final int find(int hash, K key) {
    Slots current = slots;
    byte[] tags = current.tags;
    int mixed = mix(hash);
    byte wanted = tag(mixed);
    for (int i = current.home(mixed); ; ) {
      byte tag = (byte) TAG.getAcquire(tags, i);
      if (tag == 0) {
        return NONE;
      }
      if (tag == wanted && isFor(current.numbers[i], key)) {
        return current.numbers[i];
      }
      i++;
      if (i == tags.length) {
        i = 0;
      }
    }
  }

  /** Adds a number that is not here. */
  final void add(int hash, int number) {
    Slots current = slots;
    if (size + 1 > current.tags.length / 5 * 4) {
      current = copy(current, current.tags.length + current.tags.length / 2, n -> true);
      slots = current;
    }
    insert(current, mix(hash), number);
    size++;
  }

  /** Forgets the numbers that are not to be kept. */
  final void retain(int expected, IntPredicate kept) {
    size = expected;
    slots = copy(slots, Math.max(64, expected / 2 * 3), kept);
  }

  final int size() {
    return size;
  }

  private Slots copy(Slots from, int length, IntPredicate kept) {
    Slots to = Slots.of(length);
    for (int i = 0; i < from.tags.length; i++) {
      if (from.tags[i] != 0 && kept.test(from.numbers[i])) {
        insert(to, mix(hash(from.numbers[i])), from.numbers[i]);
      }
    }
    return to;
  }

  private static void insert(Slots into, int mixed, int number) {
    int i = into.home(mixed);
    while (into.tags[i] != 0) {
      i = i + 1 == into.tags.length ? 0 : i + 1;
    }
    into.numbers[i] = number;
    // The tag is written last and read first: whoever sees it sees the number too.
    TAG.setRelease(into.tags, i, tag(mixed));
  }

  private static int mix(int hash) {
    int mixed = (hash ^ (hash >>> 16)) * 0x85EBCA6B;
    mixed = (mixed ^ (mixed >>> 13)) * 0xC2B2AE35;
    return mixed ^ (mixed >>> 16);
  }

  private static byte tag(int mixed) {
    byte low = (byte) mixed;
    return low == 0 ? 1 : low;
  }

  @Override
  public String toString() {
    return size + " of " + Arrays.toString(new int[] {slots.tags.length});
  }
}

package dev.pharos.web.prometheus.remote;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The storage's references of series, by the {@link SeriesHash} of their labels.
 *
 * <p>An entry is two longs: the upper 64 bits of the hash, then its lower 32 bits and those of the
 * reference; the upper half of all references is kept once. Entries lie in the order in which their
 * series came, and each knows which one came after it: senders tell series in the same order again
 * and again, so the next one is mostly found where it is expected, in memory that was just read.
 * Others are found by a table of hashes. 27 bytes a series, and half as much again after growth.
 *
 * <p>A reference with another upper half, which means another set of writers, starts a new table.
 * Entries that nobody asked for in an hour go when the table is next gone through. When it is full
 * and everything in it is in use, what is new is not remembered: it is found the slow way.
 *
 * <p>Safe for use by several threads, a {@link Walk} by one; asking takes no lock.
 */
final class SeriesCache {

  /** What {@link Walk#find} answers for series it does not know. */
  static final long UNKNOWN = 0;

  private static final int NONE = -1;
  private static final int MIN_CAPACITY = 1024;
  private static final int ENTRY_BYTES = 2 * Long.BYTES + Integer.BYTES + 1 + Integer.BYTES * 3 / 2;
  private static final long LOW = 0xffffffffL;
  private static final long PERIOD_NANOS = Duration.ofMinutes(30).toNanos();
  private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);
  private static final VarHandle INTS = MethodHandles.arrayElementVarHandle(int[].class);

  /** Never changes but by new entries, each of which becomes visible by its second long. */
  private static final class Table {
    final long base;
    final long[] entries;

    /** Of each entry, the number plus one of that which came after it; 0 for the next one. */
    final int[] followers;

    final byte[] lastUse;

    /** Numbers of entries plus one, by hash. */
    final int[] slots;

    Table(long base, int capacity) {
      this.base = base;
      this.entries = new long[2 * capacity];
      this.followers = new int[capacity];
      this.lastUse = new byte[capacity];
      this.slots = new int[capacity + capacity / 2];
    }

    int capacity() {
      return lastUse.length;
    }

    /** Which entry is likely to be asked for after another. */
    int after(int entry) {
      int told = followers[entry];
      return told == 0 ? entry + 1 : told - 1;
    }

    boolean is(int entry, long high, long low) {
      if (entry < 0 || entry >= capacity()) {
        return false;
      }
      long second = (long) LONGS.getAcquire(entries, 2 * entry + 1);
      return second != 0 && second >>> 32 == low && entries[2 * entry] == high;
    }

    int find(long high, long low) {
      int slot = (int) Math.unsignedMultiplyHigh(high, slots.length);
      while (true) {
        int entry = (int) INTS.getAcquire(slots, slot) - 1;
        if (entry == NONE || is(entry, high, low)) {
          return entry;
        }
        slot = slot + 1 == slots.length ? 0 : slot + 1;
      }
    }

    /** Adds an entry whose hash is not there yet; under the lock. */
    void add(int entry, long high, long second, byte period) {
      entries[2 * entry] = high;
      lastUse[entry] = period;
      LONGS.setRelease(entries, 2 * entry + 1, second);
      int slot = (int) Math.unsignedMultiplyHigh(high, slots.length);
      while (slots[slot] != 0) {
        slot = slot + 1 == slots.length ? 0 : slot + 1;
      }
      INTS.setRelease(slots, slot, entry + 1);
    }
  }

  private final int maxCapacity;
  private final ReentrantLock changing = new ReentrantLock();
  private volatile Table table = new Table(0, MIN_CAPACITY);
  private int size;

  /** Nothing could go when it was last gone through, so there is no use in doing it again yet. */
  private boolean full;

  private volatile byte period;
  private long periodStart;

  /**
   * An empty cache.
   *
   * @param maxBytes what it may take at most
   */
  SeriesCache(long maxBytes, long nowNanos) {
    maxCapacity = Math.clamp(maxBytes / ENTRY_BYTES, MIN_CAPACITY, 1 << 29);
    periodStart = nowNanos;
  }

  /** How many series are remembered. */
  int size() {
    changing.lock();
    try {
      return size;
    } finally {
      changing.unlock();
    }
  }

  /** Begins to ask for the series of a request, one after the other. */
  Walk walk() {
    return new Walk();
  }

  /** The series of one request, in its order. Not safe for use by several threads. */
  final class Walk {
    private Table walked = table;
    private int last = NONE;

    private Walk() {}

    /** The reference of a series, or {@link #UNKNOWN}. */
    long find(long high, int low) {
      Table current = table;
      if (current != walked) {
        walked = current;
        last = NONE;
      }
      int expected = last == NONE ? NONE : current.after(last);
      int found = current.is(expected, high, low & LOW) ? expected : current.find(high, low & LOW);
      if (found == NONE) {
        return UNKNOWN;
      }
      if (found != expected) {
        reached(found);
      }
      last = found;
      byte now = period;
      if (current.lastUse[found] != now) {
        current.lastUse[found] = now;
      }
      return current.base | (current.entries[2 * found + 1] & LOW);
    }

    private void reached(int entry) {
      if (last != NONE) {
        walked.followers[last] = entry + 1;
      }
    }

    /** Remembers the reference of a series, in place of the one before. */
    void put(long high, int low, long reference) {
      long second = (low & LOW) << 32 | (reference & LOW);
      if (second == 0) {
        return; // It would look like a free place. One hash in 2^32 can do so.
      }
      changing.lock();
      try {
        int entry = enter(high, second, reference & ~LOW);
        if (entry != NONE) {
          if (table != walked) {
            walked = table;
            last = NONE;
          }
          reached(entry);
          last = entry;
        }
      } finally {
        changing.unlock();
      }
    }
  }

  /** Enters a reference; answers where, or {@link #NONE} if there is no room; under the lock. */
  private int enter(long high, long second, long base) {
    if (base != table.base) {
      table = new Table(base, table.capacity());
      size = 0;
      full = false;
    }
    int known = table.find(high, second >>> 32);
    if (known != NONE) {
      table.lastUse[known] = period;
      LONGS.setRelease(table.entries, 2 * known + 1, second);
      return known;
    }
    if (size == table.capacity()) {
      if (!full) {
        makeRoom();
        full = size == table.capacity();
      }
      if (full) {
        return NONE;
      }
    }
    table.add(size, high, second, period);
    return size++;
  }

  /** Tells the time; now and then drops what is not in use. */
  void tick(long nowNanos) {
    if (nowNanos - periodStart < PERIOD_NANOS || !changing.tryLock()) {
      return;
    }
    try {
      if (nowNanos - periodStart >= PERIOD_NANOS) {
        periodStart = nowNanos;
        byte next = (byte) (period + 1);
        period = next;
        full = false;
        if (4 * inUse() < 3 * size) {
          makeRoom();
        }
      }
    } finally {
      changing.unlock();
    }
  }

  private int inUse() {
    Table current = table;
    int count = 0;
    for (int i = 0; i < size; i++) {
      if (isInUse(current, i)) {
        count++;
      }
    }
    return count;
  }

  private boolean isInUse(Table of, int entry) {
    return (byte) (period - of.lastUse[entry]) <= 1;
  }

  /** A table with what is in use, in its order, and half as much room again. */
  private void makeRoom() {
    Table old = table;
    int kept = inUse();
    long wanted = Math.max(MIN_CAPACITY, kept + (long) kept / 2);
    Table made = new Table(old.base, (int) Math.min(wanted, maxCapacity));
    int copied = 0;
    for (int i = 0; i < size && copied < made.capacity(); i++) {
      if (isInUse(old, i)) {
        made.add(copied, old.entries[2 * i], old.entries[2 * i + 1], old.lastUse[i]);
        copied++;
      }
    }
    table = made;
    size = copied;
  }
}

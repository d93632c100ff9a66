package dev.pharos.web.prometheus.remote;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The storage's references of series, by the {@link SeriesHash} of their labels.
 *
 * <p>An entry is two longs: the upper 64 bits of the hash, then its lower 32 bits and those of the
 * reference; the upper half of all references is kept once. One byte more tells when the entry was
 * last of use. A reference with another upper half, which means another set of writers, starts a
 * new table. At most 23 bytes a series while a table grows by half, 35 right after.
 *
 * <p>Entries that nobody asked for in an hour go when the table is next gone through. When it is
 * full and everything in it is in use, what is new is not remembered: it is found the slow way.
 *
 * <p>Safe for use by several threads; asking takes no lock.
 */
final class SeriesCache {

  /** What {@link #find} answers for series it does not know. */
  static final long UNKNOWN = 0;

  private static final int MIN_CAPACITY = 1024;
  private static final int ENTRY_BYTES = 2 * Long.BYTES + 1;
  private static final long LOW = 0xffffffffL;
  private static final long PERIOD_NANOS = Duration.ofMinutes(30).toNanos();
  private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);

  /** Never changes but by new entries, each of which becomes visible by its second long. */
  private static final class Table {
    final long base;
    final long[] entries;
    final byte[] lastUse;

    Table(long base, int capacity) {
      this.base = base;
      this.entries = new long[2 * capacity];
      this.lastUse = new byte[capacity];
    }

    int capacity() {
      return lastUse.length;
    }

    /** The place of a hash, or the free one where it belongs. */
    int place(long high, long low) {
      int place = (int) Math.unsignedMultiplyHigh(high, capacity());
      while (true) {
        long second = (long) LONGS.getAcquire(entries, 2 * place + 1);
        if (second == 0 || (second >>> 32 == low && entries[2 * place] == high)) {
          return place;
        }
        place = place + 1 == capacity() ? 0 : place + 1;
      }
    }

    boolean isFull(int size) {
      return size >= capacity() - (capacity() >>> 2);
    }
  }

  private final int maxCapacity;
  private final ReentrantLock changing = new ReentrantLock();
  private volatile Table table = new Table(0, MIN_CAPACITY);
  private int size;
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

  /** The reference of a series, or {@link #UNKNOWN}. */
  long find(long high, int low) {
    Table current = table;
    long wanted = low & LOW;
    int place = current.place(high, wanted);
    long second = (long) LONGS.getAcquire(current.entries, 2 * place + 1);
    // A place that was free may have been taken by another series meanwhile.
    if (second == 0 || second >>> 32 != wanted || current.entries[2 * place] != high) {
      return UNKNOWN;
    }
    byte now = period;
    if (current.lastUse[place] != now) {
      current.lastUse[place] = now;
    }
    return current.base | (second & LOW);
  }

  /** Remembers the reference of a series, in place of the one before. */
  void put(long high, int low, long reference) {
    long base = reference & ~LOW;
    long second = (low & LOW) << 32 | (reference & LOW);
    if (second == 0) {
      return; // It would look like a free place. One hash in 2^32 can do so.
    }
    changing.lock();
    try {
      if (base != table.base) {
        table = new Table(base, table.capacity());
        size = 0;
      }
      if (table.isFull(size)) {
        makeRoom();
        if (table.isFull(size)) {
          return;
        }
      }
      Table current = table;
      int place = current.place(high, low & LOW);
      if (current.entries[2 * place + 1] == 0) {
        current.entries[2 * place] = high;
        size++;
      }
      current.lastUse[place] = period;
      LONGS.setRelease(current.entries, 2 * place + 1, second);
    } finally {
      changing.unlock();
    }
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
    for (int i = 0; i < current.capacity(); i++) {
      if (isInUse(current, i)) {
        count++;
      }
    }
    return count;
  }

  private boolean isInUse(Table of, int place) {
    return of.entries[2 * place + 1] != 0 && (byte) (period - of.lastUse[place]) <= 1;
  }

  /** A table with what is in use and half as much room again. */
  private void makeRoom() {
    Table old = table;
    int kept = inUse();
    long wanted = Math.max(MIN_CAPACITY, (long) kept * 2);
    int capacity = (int) Math.min(wanted, maxCapacity);
    Table made = new Table(old.base, capacity);
    int copied = 0;
    for (int i = 0; i < old.capacity() && !made.isFull(copied); i++) {
      if (isInUse(old, i)) {
        long high = old.entries[2 * i];
        long second = old.entries[2 * i + 1];
        int place = made.place(high, second >>> 32);
        made.entries[2 * place] = high;
        made.entries[2 * place + 1] = second;
        made.lastUse[place] = old.lastUse[i];
        copied++;
      }
    }
    table = made;
    size = copied;
  }
}

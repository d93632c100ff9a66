package dev.pharos.target.scrape;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A table of entries that are found by bytes, without an object per search.
 *
 * <p>Targets write the same series in the same order at every scrape, so the entry that followed
 * the last one found is tried first; then no hash is computed.
 *
 * <p>Not safe for use by several threads.
 *
 * @param <E> what is found
 */
final class ByteKeys<E extends ByteKeys.Entry<E>> {

  /** What stands in the table. */
  abstract static class Entry<E extends Entry<E>> {
    final byte[] key;
    final int hash;
    @Nullable E follower;

    Entry(byte[] bytes, int offset, int length) {
      key = Arrays.copyOfRange(bytes, offset, offset + length);
      hash = ByteKeys.hash(bytes, offset, length);
    }

    boolean is(byte[] bytes, int offset, int length) {
      return length == key.length && Arrays.equals(key, 0, length, bytes, offset, offset + length);
    }

    int keyLength() {
      return key.length;
    }
  }

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private @Nullable Object[] table = new Object[64];
  private int size;
  private @Nullable E last;

  /** Starts to search from the first entry on. */
  void restart() {
    last = null;
  }

  int size() {
    return size;
  }

  @Nullable E find(byte[] bytes, int offset, int length) {
    E expected = last == null ? null : last.follower;
    if (expected != null && expected.is(bytes, offset, length)) {
      last = expected;
      return expected;
    }
    int mask = table.length - 1;
    int hash = hash(bytes, offset, length);
    for (int i = hash & mask; ; i = (i + 1) & mask) {
      E entry = at(i);
      if (entry == null) {
        return null;
      }
      if (entry.hash == hash && entry.is(bytes, offset, length)) {
        follow(entry);
        return entry;
      }
    }
  }

  /** Adds an entry whose key is not there yet. */
  void add(E entry) {
    if ((size + 1) * 3 > table.length * 2) {
      rehash(table.length * 2, null);
    }
    insert(entry);
    follow(entry);
  }

  private void follow(E entry) {
    if (last != null) {
      last.follower = entry;
    }
    last = entry;
  }

  private void insert(E entry) {
    int mask = table.length - 1;
    int i = entry.hash & mask;
    while (table[i] != null) {
      i = (i + 1) & mask;
    }
    table[i] = entry;
    size++;
  }

  void forEach(Consumer<E> action) {
    for (int i = 0; i < table.length; i++) {
      E entry = at(i);
      if (entry != null) {
        action.accept(entry);
      }
    }
  }

  /** Keeps only the entries that pass. */
  void retain(Predicate<E> wanted) {
    forEach(
        entry -> {
          if (entry.follower != null && !wanted.test(entry.follower)) {
            entry.follower = null;
          }
        });
    int[] kept = {0};
    forEach(
        entry -> {
          if (wanted.test(entry)) {
            kept[0]++;
          }
        });
    int capacity = 64;
    while (capacity * 2 < (kept[0] + 1) * 3) {
      capacity *= 2;
    }
    rehash(Math.min(capacity, table.length), wanted);
    if (last != null && !wanted.test(last)) {
      last = null;
    }
  }

  private void rehash(int capacity, @Nullable Predicate<E> wanted) {
    @Nullable Object[] before = table;
    table = new Object[capacity];
    size = 0;
    for (Object found : before) {
      if (found != null) {
        @SuppressWarnings("unchecked") // Only entries are ever put into the table.
        E entry = (E) found;
        if (wanted == null || wanted.test(entry)) {
          insert(entry);
        }
      }
    }
  }

  @SuppressWarnings("unchecked") // Only entries are ever put into the table.
  private @Nullable E at(int index) {
    return (E) table[index];
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

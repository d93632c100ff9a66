package dev.pharos.storage.tsdb.wal;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Texts that were read lately: names and most values of labels come again and again, and need not
 * be made each time. Not safe for use by several threads.
 */
final class Texts {

  private static final int SLOTS = 1 << 13;
  private static final int LONGEST = 96;

  private static final class Entry {
    final byte[] utf8;
    final String text;

    Entry(byte[] utf8) {
      this.utf8 = utf8;
      this.text = new String(utf8, StandardCharsets.UTF_8);
    }
  }

  private final @Nullable Entry[] entries = new @Nullable Entry[SLOTS];

  String text(byte[] utf8, int from, int length) {
    if (length > LONGEST) {
      return new String(utf8, from, length, StandardCharsets.UTF_8);
    }
    int hash = length;
    for (int i = from; i < from + length; i++) {
      hash = 31 * hash + utf8[i];
    }
    int slot = (hash ^ hash >>> 13) & SLOTS - 1;
    Entry entry = entries[slot];
    if (entry == null
        || !Arrays.equals(entry.utf8, 0, entry.utf8.length, utf8, from, from + length)) {
      entry = new Entry(Arrays.copyOfRange(utf8, from, from + length));
      entries[slot] = entry;
    }
    return entry.text;
  }
}

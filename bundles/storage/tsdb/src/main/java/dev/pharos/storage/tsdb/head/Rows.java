package dev.pharos.storage.tsdb.head;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** A set of the rows of a page. One thread at a time changes it; others may look meanwhile. */
final class Rows {

  private static final VarHandle WORD = MethodHandles.arrayElementVarHandle(long[].class);

  private final long[] words = new long[Page.ROWS / 64];

  boolean has(int row) {
    return (((long) WORD.getAcquire(words, row >>> 6) >>> row) & 1) != 0;
  }

  void add(int row) {
    WORD.setRelease(words, row >>> 6, words[row >>> 6] | (1L << row));
  }

  void remove(int row) {
    WORD.setRelease(words, row >>> 6, words[row >>> 6] & ~(1L << row));
  }

  void addAll(Rows others) {
    for (int i = 0; i < words.length; i++) {
      words[i] |= others.words[i];
    }
  }

  /** How many rows before this one are in the set. */
  int rank(int row) {
    int rank = Long.bitCount(words[row >>> 6] & ((1L << row) - 1));
    for (int i = 0; i < row >>> 6; i++) {
      rank += Long.bitCount(words[i]);
    }
    return rank;
  }

  int size() {
    int size = 0;
    for (long word : words) {
      size += Long.bitCount(word);
    }
    return size;
  }

  /** The first row of the set from one on; {@link Page#ROWS} if there is none. */
  int next(int from) {
    for (int i = from >>> 6, row = from; i < words.length; i++, row = i << 6) {
      long word = words[i] >>> row;
      if (word != 0) {
        return row + Long.numberOfTrailingZeros(word);
      }
    }
    return Page.ROWS;
  }
}

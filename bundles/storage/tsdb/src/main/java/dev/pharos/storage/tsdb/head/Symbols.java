package dev.pharos.storage.tsdb.head;

import dev.pharos.model.Matcher;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * The texts of labels, each held once, by numbers.
 *
 * <p>One thread adds and frees; others look up and read meanwhile without a lock. The numbers of
 * freed texts are given out again, but never in a {@link Texts} that was taken before: who holds
 * one reads what the numbers meant then.
 */
final class Symbols {

  private static final int CHUNK = 1024;

  /** What numbers mean from one freeing to the next. */
  static final class Texts {
    private final @Nullable String[][] chunks;

    private Texts(@Nullable String[][] chunks) {
      this.chunks = chunks;
    }

    /** Whether a number means a text; one that was freed means none. */
    boolean is(int number, String text) {
      return text.equals(orNull(number));
    }

    /** Whether what a number means fulfils a matcher; one that was freed does not. */
    boolean fulfils(int number, Matcher matcher) {
      String text = orNull(number);
      return text != null && matcher.matches(text);
    }

    /** What a number means; null if it was freed, or came later. */
    @Nullable String orNull(int number) {
      return number / CHUNK < chunks.length ? chunks[number / CHUNK][number % CHUNK] : null;
    }

    String get(int number) {
      String text = chunks[number / CHUNK][number % CHUNK];
      if (text == null) {
        throw new AssertionError("symbol " + number + " was freed");
      }
      return text;
    }
  }

  private volatile Texts texts = new Texts(new @Nullable String[0][]);
  private final HashTable<String> table =
      new HashTable<>() {
        @Override
        int hash(int number) {
          return texts.get(number).hashCode();
        }

        @Override
        boolean isFor(int number, String key) {
          return texts.is(number, key);
        }
      };
  private int end;
  private int[] free = new int[0];
  private int freeCount;

  /** What the numbers mean now; taken after the numbers were. */
  Texts texts() {
    return texts;
  }

  /** The number of a text, or {@link HashTable#NONE}. */
  int find(String text) {
    return table.find(text.hashCode(), text);
  }

  /** The number of a text, a new one if need be. */
  int intern(String text) {
    int found = find(text);
    if (found >= 0) {
      return found;
    }
    int number = freeCount > 0 ? free[--freeCount] : end++;
    put(number, text);
    table.add(text.hashCode(), number);
    return number;
  }

  private void put(int number, String text) {
    @Nullable String[][] chunks = texts.chunks;
    if (number / CHUNK == chunks.length) {
      chunks = Arrays.copyOf(chunks, chunks.length + 1);
      chunks[chunks.length - 1] = new @Nullable String[CHUNK];
      texts = new Texts(chunks);
    }
    chunks[number / CHUNK][number % CHUNK] = text;
  }

  /** Texts held. */
  int size() {
    return table.size();
  }

  /** One above the highest number ever given. */
  int end() {
    return end;
  }

  /** Forgets all texts but those with these numbers. */
  void retain(BitSet used) {
    int kept = used.cardinality();
    if (kept == table.size()) {
      return;
    }
    // First out of the table, which still needs the texts, then the texts.
    table.retain(kept, used::get);
    @Nullable String[][] chunks = texts.chunks.clone();
    free = new int[end - kept];
    freeCount = 0;
    for (int c = 0; c < chunks.length; c++) {
      @Nullable String[] copy = chunks[c].clone();
      for (int i = 0; i < CHUNK && c * CHUNK + i < end; i++) {
        if (!used.get(c * CHUNK + i)) {
          copy[i] = null;
          free[freeCount++] = c * CHUNK + i;
        }
      }
      chunks[c] = copy;
    }
    texts = new Texts(chunks);
  }
}

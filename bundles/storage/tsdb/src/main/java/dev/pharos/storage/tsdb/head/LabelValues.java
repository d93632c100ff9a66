package dev.pharos.storage.tsdb.head;

import java.util.Arrays;
import java.util.function.IntConsumer;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The values of one label, by the numbers of their texts, each with the series that have it.
 *
 * <p>One thread adds and forgets; others read meanwhile without a lock.
 */
final class LabelValues {

  /** Values in the order of coming; what a reader holds is only added to. */
  private static final class Held {
    int[] symbols = new int[4];
    Postings[] postings = new Postings[4];

    /** Places plus one by a hash of the symbol; 0 for none. */
    int[] places = new int[8];

    volatile int size;

    int place(int symbol) {
      int[] current = places;
      int mask = current.length - 1;
      for (int i = spread(symbol) & mask; ; i = (i + 1) & mask) {
        int place = current[i] - 1;
        if (place < 0 || symbols[place] == symbol) {
          return place;
        }
      }
    }

    Postings add(int symbol, Postings added) {
      int at = size;
      if (at == symbols.length) {
        postings = Arrays.copyOf(postings, at + at / 2);
        symbols = Arrays.copyOf(symbols, at + at / 2);
      }
      symbols[at] = symbol;
      postings[at] = added;
      if (4 * (at + 1) > 3 * places.length) {
        int[] larger = new int[2 * places.length];
        for (int i = 0; i < at; i++) {
          insert(larger, symbols[i], i);
        }
        insert(larger, symbol, at);
        places = larger;
      } else {
        insert(places, symbol, at);
      }
      size = at + 1;
      return added;
    }

    private static void insert(int[] into, int symbol, int place) {
      int mask = into.length - 1;
      int i = spread(symbol) & mask;
      while (into[i] != 0) {
        i = (i + 1) & mask;
      }
      into[i] = place + 1;
    }

    private static int spread(int symbol) {
      int mixed = symbol * 0x9E3779B9;
      return mixed ^ (mixed >>> 15);
    }
  }

  private final String name;
  private final int symbol;
  private volatile Held held = new Held();

  LabelValues(String name, int symbol) {
    this.name = name;
    this.symbol = symbol;
  }

  String name() {
    return name;
  }

  /** The number of the name's text. */
  int symbol() {
    return symbol;
  }

  int size() {
    return held.size;
  }

  /** Adds a series above all others. */
  void add(int value, long reference) {
    Held current = held;
    int place = current.place(value);
    Postings postings;
    if (place >= 0) {
      postings = current.postings[place];
    } else {
      synchronized (this) {
        postings = current.add(value, new Postings());
      }
    }
    postings.add(reference);
  }

  /** The series with a value; null for none. */
  synchronized @Nullable Postings find(int value) {
    Held current = held;
    int place = current.place(value);
    return place < 0 ? null : current.postings[place];
  }

  /** Takes values with their series. */
  @FunctionalInterface
  interface Taker {
    void take(int value, Postings postings);
  }

  /** Tells all values, in no order. */
  void forEach(Taker taker) {
    Held current = held;
    // The size is written last and is read first.
    int size = current.size;
    int[] symbols = current.symbols;
    Postings[] postings = current.postings;
    for (int i = 0; i < size; i++) {
      taker.take(symbols[i], postings[i]);
    }
  }

  /** Tells the numbers of all values. */
  void forEachValue(IntConsumer taker) {
    forEach((value, postings) -> taker.accept(value));
  }

  /** Forgets series, and values that none is left of. */
  void retain(LongPredicate kept) {
    Held left = new Held();
    forEach(
        (value, postings) -> {
          if (postings.retain(kept) > 0) {
            left.add(value, postings);
          }
        });
    held = left;
  }
}

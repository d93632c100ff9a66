package dev.pharos.storage.tsdb.head;

import dev.pharos.model.Labels;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * The sets of label names that series have, each held once, by numbers: a thousand series of one
 * exporter have a few dozen of them.
 *
 * <p>One thread adds and frees; others look up and read meanwhile without a lock, on the terms of
 * {@link Symbols}.
 */
final class Shapes {

  /** The names of some series, with the values that each of them has anywhere. */
  static final class Shape {
    final int number;
    final String[] names;
    final LabelValues[] values;

    private Shape(int number, String[] names, LabelValues[] values) {
      this.number = number;
      this.names = names;
      this.values = values;
    }

    /** The place of a name, or a negative number. */
    int place(String name) {
      // As short as label sets are, a scan beats a binary search.
      for (int i = 0; i < names.length; i++) {
        if (names[i].equals(name)) {
          return i;
        }
      }
      return -1;
    }

    private boolean has(Labels labels) {
      if (labels.size() != names.length) {
        return false;
      }
      for (int i = 0; i < names.length; i++) {
        if (!names[i].equals(labels.name(i))) {
          return false;
        }
      }
      return true;
    }
  }

  private final LabelIndex index;
  private volatile @Nullable Shape[] shapes = new @Nullable Shape[16];
  private final HashTable<Labels> table =
      new HashTable<>() {
        @Override
        int hash(int number) {
          return Arrays.hashCode(get(shapes, number).names);
        }

        @Override
        boolean isFor(int number, Labels key) {
          Shape shape = shapes[number];
          return shape != null && shape.has(key);
        }
      };
  private int end;

  Shapes(LabelIndex index) {
    this.index = index;
  }

  /** What the numbers mean now; taken after the numbers were. */
  @Nullable Shape[] all() {
    return shapes;
  }

  static Shape get(@Nullable Shape[] all, int number) {
    Shape shape = all[number];
    if (shape == null) {
      throw new AssertionError("shape " + number + " was freed");
    }
    return shape;
  }

  /** The shape of a label set, a new one if need be. */
  Shape intern(Labels labels) {
    int hash = 1;
    for (int i = 0; i < labels.size(); i++) {
      hash = 31 * hash + labels.name(i).hashCode();
    }
    int found = table.find(hash, labels);
    if (found >= 0) {
      return get(shapes, found);
    }
    String[] names = new String[labels.size()];
    LabelValues[] values = new LabelValues[labels.size()];
    for (int i = 0; i < names.length; i++) {
      values[i] = index.named(labels.name(i));
      names[i] = values[i].name();
    }
    int number = firstFree();
    if (number == shapes.length) {
      shapes = Arrays.copyOf(shapes, 2 * number);
    }
    Shape made = new Shape(number, names, values);
    shapes[number] = made;
    end = Math.max(end, number + 1);
    table.add(hash, number);
    return made;
  }

  private int firstFree() {
    // Only freeing leaves gaps, and there are few shapes.
    if (table.size() == end) {
      return end;
    }
    int number = 0;
    while (shapes[number] != null) {
      number++;
    }
    return number;
  }

  /** Forgets all shapes but those with these numbers. */
  void retain(BitSet used) {
    int kept = used.cardinality();
    if (kept == table.size()) {
      return;
    }
    table.retain(kept, used::get);
    @Nullable Shape[] copy = shapes.clone();
    for (int i = 0; i < end; i++) {
      if (!used.get(i)) {
        copy[i] = null;
      }
    }
    shapes = copy;
  }
}

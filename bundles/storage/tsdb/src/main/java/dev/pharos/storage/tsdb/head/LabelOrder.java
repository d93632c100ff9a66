package dev.pharos.storage.tsdb.head;

import dev.pharos.model.Utf8Order;
import dev.pharos.storage.tsdb.head.Shapes.Shape;

/**
 * Sorts captured series by their labels. Numbers of symbols that are equal are equal texts, so that
 * of two series only the first text in which they differ is looked at.
 */
final class LabelOrder {

  /** Runs up to this length are sorted by insertion. */
  private static final int SHORT = 7;

  private final Capture capture;
  private final Symbols.Texts texts;

  private LabelOrder(Capture capture) {
    this.capture = capture;
    this.texts = capture.texts();
  }

  /** The numbers of the captured series in the order of their labels. */
  static int[] of(Capture capture) {
    int[] order = new int[capture.size()];
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    if (order.length > 1) {
      new LabelOrder(capture).sort(order, order.clone(), 0, order.length);
    }
    return order;
  }

  /** Sorts a part of an array by merging; the other array holds the same. */
  private void sort(int[] into, int[] from, int start, int end) {
    if (end - start <= SHORT) {
      insert(into, start, end);
      return;
    }
    int middle = (start + end) >>> 1;
    sort(from, into, start, middle);
    sort(from, into, middle, end);
    // Series come as they were born, and much of that is in order already.
    if (compare(from[middle - 1], from[middle]) < 0) {
      System.arraycopy(from, start, into, start, end - start);
      return;
    }
    int left = start;
    int right = middle;
    for (int i = start; i < end; i++) {
      boolean takeLeft = right == end || (left < middle && compare(from[left], from[right]) < 0);
      into[i] = takeLeft ? from[left++] : from[right++];
    }
  }

  private void insert(int[] into, int start, int end) {
    for (int i = start + 1; i < end; i++) {
      int moved = into[i];
      int j = i;
      while (j > start && compare(into[j - 1], moved) > 0) {
        into[j] = into[j - 1];
        j--;
      }
      into[j] = moved;
    }
  }

  private int compare(int one, int other) {
    RowLabels oneLabels = capture.page(one).labels();
    RowLabels otherLabels = capture.page(other).labels();
    int oneAt = capture.place(one);
    int otherAt = capture.place(other);
    Shape oneShape = capture.shape(one);
    Shape otherShape = capture.shape(other);
    int common = Math.min(oneShape.names.length, otherShape.names.length);
    for (int i = 0; i < common; i++) {
      if (oneShape != otherShape) {
        int order = Utf8Order.order(oneShape.names[i], otherShape.names[i]);
        if (order != 0) {
          return order;
        }
      }
      int oneValue = oneLabels.value(oneAt, i);
      int otherValue = otherLabels.value(otherAt, i);
      if (oneValue != otherValue) {
        return Utf8Order.order(texts.get(oneValue), texts.get(otherValue));
      }
    }
    return Integer.compare(oneShape.names.length, otherShape.names.length);
  }
}

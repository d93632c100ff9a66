package dev.pharos.query.promql.function;

import java.util.Arrays;

/**
 * The {@code k} largest values of those offered, or the smallest, in a binary heap with the one at
 * its root that is the next to go.
 *
 * <p>Which of several equal values stay is decided by the order in which they are offered and by
 * the shape of the heap. It is the original's, so the same ones stay.
 */
public final class KeptHeap {

  private final boolean smallest;
  private int[] items;
  private double[] values;
  private int limit;
  private int size;

  /**
   * An empty heap.
   *
   * @param smallest whether the smallest values stay
   */
  public KeptHeap(boolean smallest) {
    this.smallest = smallest;
    this.items = new int[8];
    this.values = new double[8];
  }

  /** Forgets all values, and from now on keeps so many. */
  public void restart(int k) {
    size = 0;
    limit = k;
  }

  /** Offers a value; NaN is kept only for want of others. */
  public void offer(int item, double value) {
    if (size < limit) {
      push(item, value);
    } else if (size > 0 && isBetter(value, values[0])) {
      items[0] = item;
      values[0] = value;
      sink();
    }
  }

  private boolean isBetter(double value, double root) {
    return (smallest ? root > value : root < value) || (Double.isNaN(root) && !Double.isNaN(value));
  }

  private void push(int item, double value) {
    if (size == items.length) {
      items = Arrays.copyOf(items, 2 * size);
      values = Arrays.copyOf(values, 2 * size);
    }
    items[size] = item;
    values[size] = value;
    int at = size++;
    while (at > 0 && goesBefore(at, (at - 1) / 2)) {
      swap(at, (at - 1) / 2);
      at = (at - 1) / 2;
    }
  }

  private void sink() {
    int at = 0;
    for (int child = 1; child < size; child = 2 * at + 1) {
      if (child + 1 < size && goesBefore(child + 1, child)) {
        child++;
      }
      if (!goesBefore(child, at)) {
        return;
      }
      swap(child, at);
      at = child;
    }
  }

  private boolean goesBefore(int one, int other) {
    return Sorting.goesBefore(values[one], values[other], smallest);
  }

  private void swap(int one, int other) {
    int item = items[one];
    items[one] = items[other];
    items[other] = item;
    double value = values[one];
    values[one] = values[other];
    values[other] = value;
  }

  /** How many values are kept. */
  public int size() {
    return size;
  }

  /** One of the items kept, in no particular order. */
  public int item(int index) {
    return items[index];
  }

  /** The items kept, best first. */
  public int[] ranked() {
    int[] order = Sorting.order(Arrays.copyOf(values, size), smallest);
    for (int i = 0; i < order.length; i++) {
      order[i] = items[order[i]];
    }
    return order;
  }
}

package dev.pharos.storage.tsdb.head;

import dev.pharos.storage.api.StorageStatus.Count;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Supplier;

/**
 * The largest of many counts, of those equal the first by name. Holds no more than are wanted, and
 * asks for a name only if its count may be one of them.
 */
final class TopCounts {

  private static final Comparator<Count> LARGEST_FIRST =
      Comparator.comparingLong(Count::count).reversed().thenComparing(Count::name);

  private final int limit;

  /** The least of them first. */
  private final PriorityQueue<Count> held = new PriorityQueue<>(LARGEST_FIRST.reversed());

  TopCounts(int limit) {
    this.limit = limit;
  }

  void add(long count, Supplier<String> name) {
    Count least = held.peek();
    if (limit == 0 || (least != null && held.size() == limit && count < least.count())) {
      return;
    }
    held.add(new Count(name.get(), count));
    if (held.size() > limit) {
      held.remove();
    }
  }

  /** The largest first. */
  List<Count> largest() {
    return held.stream().sorted(LARGEST_FIRST).toList();
  }
}

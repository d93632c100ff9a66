package dev.pharos.storage.fanout;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The parts of one kind that are there, the main one first. Not safe for use by several threads.
 */
final class Parts<S> {

  private final String mainName;
  private final List<Part<S>> parts = new ArrayList<>();

  /**
   * @param mainName the part that is the main one when it is there; otherwise the one with the
   *     highest ranking is
   */
  Parts(String mainName) {
    this.mainName = mainName;
  }

  void add(Part<S> part) {
    parts.add(part);
    parts.sort(
        Comparator.comparing((Part<S> one) -> !one.name().equals(mainName))
            .thenComparing(Comparator.<Part<S>>comparingInt(Part::ranking).reversed()));
  }

  void remove(S service) {
    parts.removeIf(part -> part.service() == service);
  }

  /** What is there now. */
  List<Part<S>> list() {
    return List.copyOf(parts);
  }
}

package dev.pharos.model;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Notices where counted repetitions that stand within each other together make more than 1000
 * copies, as {@code (a{100}){100}}: each copy takes memory. Is told the pieces of a pattern in
 * their order; groups may not stand in each other much deeper than Go lets them, either.
 */
final class RepeatLimit {

  private static final int MOST = 1000;
  private static final int DEEPEST = 998;

  /** How often something is repeated in the groups around, as far as they have been read. */
  private final Deque<Long> outer = new ArrayDeque<>();

  private long inGroup = 1;
  private long last = 1;

  /** A group begins; answers whether it may. */
  boolean open() {
    outer.push(inGroup);
    inGroup = 1;
    last = 1;
    return outer.size() <= DEEPEST;
  }

  void close() {
    last = inGroup;
    inGroup = Math.max(last, outer.isEmpty() ? 1 : outer.pop());
  }

  /** What was read last is repeated; answers whether that makes few enough copies. */
  boolean times(int count) {
    last *= Math.max(1, count);
    inGroup = Math.max(inGroup, last);
    return last <= MOST;
  }

  /** Something else was read. */
  void other() {
    last = 1;
  }
}

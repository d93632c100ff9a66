package dev.pharos.storage.tsdb.compact;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How long blocks are: those cut off the head first, then each three times as long as the one
 * before, in milliseconds.
 *
 * @param millis ascending; at least the length of the head's blocks
 */
public record BlockRanges(List<Long> millis) {

  /** What the head is cut into. */
  public static final Duration HEAD = Duration.ofHours(2);

  private static final Duration LONGEST = Duration.ofDays(31);
  private static final int STEPS = 10;
  private static final int FACTOR = 3;

  public BlockRanges {
    millis = List.copyOf(millis);
    if (millis.isEmpty() || millis.getFirst() <= 0) {
      throw new IllegalArgumentException("a block spans no time: " + millis);
    }
  }

  /**
   * The lengths in use while samples are kept that long: no block is longer than a tenth of it, or
   * 31 days.
   *
   * @param head length of the blocks cut off the head
   * @param retention zero if time is no bound
   */
  public static BlockRanges of(Duration head, Duration retention) {
    long longest = LONGEST.toMillis();
    if (!retention.isZero()) {
      longest = Math.min(longest, retention.toMillis() / 10);
    }
    return upTo(head, longest);
  }

  /** The lengths up to one. */
  static BlockRanges upTo(Duration head, long longestMillis) {
    List<Long> millis = new ArrayList<>();
    long range = head.toMillis();
    millis.add(range);
    while (millis.size() < STEPS && range * FACTOR <= longestMillis) {
      range *= FACTOR;
      millis.add(range);
    }
    return new BlockRanges(millis);
  }

  /** Length of the blocks cut off the head. */
  public long head() {
    return millis.getFirst();
  }

  /** The first instant after the block of the head that holds an instant. */
  public long endOfBlock(long atMillis) {
    return startOfBlock(atMillis, head()) + head();
  }

  /** The first instant of the block of a length that holds an instant. */
  static long startOfBlock(long atMillis, long range) {
    return Math.floorDiv(atMillis, range) * range;
  }
}

package dev.pharos.storage.tsdb.compact;

import dev.pharos.storage.tsdb.block.BlockMeta;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * How much history is kept. Whichever bound is reached first counts; blocks go as a whole, oldest
 * first.
 *
 * @param time a block goes when its end is that far behind the end of the latest block; zero for no
 *     bound
 * @param bytes blocks, logs and chunks of the head together; zero for no bound
 * @param percentage of the disk that these may take, in place of {@code bytes}; zero for no bound
 */
public record Retention(Duration time, long bytes, double percentage) {

  /** What is in force when nothing is set. */
  public static final Retention DEFAULT = new Retention(Duration.ofDays(15), 0, 0);

  public Retention {
    if (time.isNegative() || bytes < 0 || !(percentage >= 0 && percentage <= 100)) {
      throw new IllegalArgumentException(
          "a retention of "
              + time
              + ", "
              + bytes
              + " bytes, "
              + percentage
              + " % of the disk: give a time and a size of 0 or more, and 0 to 100 %");
    }
  }

  /** Until samples are that old. */
  public static Retention of(Duration time) {
    return new Retention(time, 0, 0);
  }

  /**
   * A block and the room it takes.
   *
   * @param endMillis where it ends for certain; its description may tell a later time, which would
   *     make all other blocks old if it were wrong
   * @param bytes of all its files
   */
  record Sized(BlockMeta meta, long endMillis, long bytes) {}

  /**
   * Blocks to delete.
   *
   * @param byTime those that are too old
   * @param bySize those for which there is no room; none that is too old
   */
  record Due(List<BlockMeta> byTime, List<BlockMeta> bySize) {}

  /** Bytes that may be taken on a disk of that size; zero for no bound. */
  long limit(long diskBytes) {
    return percentage > 0 ? (long) (diskBytes * percentage / 100) : bytes;
  }

  /**
   * What is beyond these bounds.
   *
   * @param otherBytes logs and chunks of the head, which count but never go
   * @param diskBytes size of the disk
   */
  Due due(Collection<Sized> blocks, long otherBytes, long diskBytes) {
    List<Sized> latestFirst = new ArrayList<>(blocks);
    latestFirst.sort(
        Comparator.comparingLong((Sized block) -> block.meta().maxMillis())
            .thenComparing(block -> block.meta().ulid())
            .reversed());
    long latest = blocks.stream().mapToLong(Sized::endMillis).max().orElse(Long.MIN_VALUE);
    List<BlockMeta> byTime = new ArrayList<>();
    List<BlockMeta> bySize = new ArrayList<>();
    long limit = limit(diskBytes);
    long taken = otherBytes;
    for (Sized block : latestFirst) {
      taken += block.bytes();
      if (isTooOld(block.meta(), latest)) {
        byTime.add(block.meta());
      } else if (limit > 0 && taken > limit) {
        bySize.add(block.meta());
      }
    }
    return new Due(byTime.reversed(), bySize.reversed());
  }

  private boolean isTooOld(BlockMeta block, long latestMillis) {
    return !time.isZero() && latestMillis - block.maxMillis() >= time.toMillis();
  }
}

package dev.pharos.storage.tsdb.compact;

import dev.pharos.storage.tsdb.block.BlockMeta;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Tells which blocks to put together next, by the rules of the original.
 *
 * <ol>
 *   <li>Blocks that overlap: all that hang together, the earliest such group first.
 *   <li>Blocks that together fill one of the longer ranges, or lie in one that is over: the
 *       shortest range first, and of each the earliest. The latest block is left alone, so that
 *       whoever copies blocks has a while to do so.
 *   <li>One block, of which many series have deleted samples: the latest first, and only long ones,
 *       as short ones will soon be put together anyway. One that is deleted as a whole goes at any
 *       length.
 * </ol>
 *
 * <p>A block that failed before is in no plan.
 */
final class Plan {

  /** Of a hundred series, so many with deleted samples make it worth writing a block again. */
  private static final double MANY_TOMBSTONES = 0.05;

  private final List<BlockMeta> blocks;
  private final BlockRanges ranges;
  private final boolean merging;

  private Plan(List<BlockMeta> blocks, BlockRanges ranges, boolean merging) {
    this.blocks = blocks;
    this.ranges = ranges;
    this.merging = merging;
  }

  /**
   * The blocks to put together, in the order of time; empty if there is nothing to do.
   *
   * @param merging whether those that overlap are
   */
  static List<BlockMeta> next(Collection<BlockMeta> blocks, BlockRanges ranges, boolean merging) {
    List<BlockMeta> sorted = new ArrayList<>(blocks);
    sorted.sort(Comparator.comparingLong(BlockMeta::minMillis).thenComparing(BlockMeta::ulid));
    return new Plan(sorted, ranges, merging).next();
  }

  private List<BlockMeta> next() {
    List<BlockMeta> overlapping = merging ? overlapping() : List.of();
    if (!overlapping.isEmpty() || blocks.isEmpty()) {
      return overlapping;
    }
    List<BlockMeta> settled = blocks.subList(0, blocks.size() - 1);
    List<BlockMeta> level = level(settled);
    return level.isEmpty() ? withTombstones(settled) : level;
  }

  private List<BlockMeta> overlapping() {
    List<BlockMeta> group = new ArrayList<>();
    long groupEnd = Long.MIN_VALUE;
    for (BlockMeta block : blocks) {
      if (block.minMillis() >= groupEnd) {
        if (group.size() > 1) {
          return group;
        }
        group.clear();
      }
      if (block.compaction().failed()) {
        continue;
      }
      group.add(block);
      groupEnd = Math.max(groupEnd, block.maxMillis());
    }
    return group.size() > 1 ? group : List.of();
  }

  private List<BlockMeta> level(List<BlockMeta> settled) {
    if (settled.isEmpty()) {
      return List.of();
    }
    long latestStart = settled.getLast().minMillis();
    for (long range : ranges.millis().subList(1, ranges.millis().size())) {
      for (List<BlockMeta> part : split(settled, range)) {
        long start = part.getFirst().minMillis();
        long end = part.getLast().maxMillis();
        boolean complete = end - start == range || end <= latestStart;
        if (part.size() > 1
            && complete
            && part.stream().noneMatch(block -> block.compaction().failed())) {
          return part;
        }
      }
    }
    return List.of();
  }

  /**
   * Those that lie in the same range, aligned to the epoch; blocks that cross a border left out.
   */
  private static List<List<BlockMeta>> split(List<BlockMeta> blocks, long range) {
    List<List<BlockMeta>> parts = new ArrayList<>();
    long partStart = Long.MIN_VALUE;
    for (BlockMeta block : blocks) {
      long start = BlockRanges.startOfBlock(block.minMillis(), range);
      if (block.maxMillis() > start + range) {
        continue;
      }
      if (parts.isEmpty() || start != partStart) {
        parts.add(new ArrayList<>());
        partStart = start;
      }
      parts.getLast().add(block);
    }
    return parts;
  }

  private List<BlockMeta> withTombstones(List<BlockMeta> settled) {
    long shortest = ranges.millis().get(ranges.millis().size() / 2);
    for (BlockMeta block : settled.reversed()) {
      long tombstones = block.stats().tombstones();
      long series = block.stats().series();
      if (block.compaction().failed()) {
        continue;
      }
      if (block.maxMillis() - block.minMillis() < shortest) {
        if (tombstones > 0 && tombstones >= series) {
          return List.of(block);
        }
        return List.of();
      }
      if (tombstones > MANY_TOMBSTONES * (series + 1)) {
        return List.of(block);
      }
    }
    return List.of();
  }
}

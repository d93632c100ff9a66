package dev.pharos.storage.tsdb.compact;

import dev.pharos.storage.tsdb.block.BlockMeta;
import dev.pharos.storage.tsdb.block.Ulid;
import java.util.List;

/** Descriptions of blocks for tests; times are in hours since the epoch. */
final class Metas {

  static final long HOUR = 3_600_000;

  private Metas() {}

  static Ulid ulid(int number) {
    return new Ulid(number, 0);
  }

  static BlockMeta block(int number, long fromHour, long toHour) {
    return new BlockMeta(
        ulid(number),
        fromHour * HOUR,
        toHour * HOUR,
        new BlockMeta.Stats(1000, 1000, 0, 100, 100, 0),
        BlockMeta.Compaction.first(ulid(number)));
  }

  static BlockMeta withTombstones(BlockMeta block, long tombstones) {
    BlockMeta.Stats stats = block.stats();
    return block.withStats(
        new BlockMeta.Stats(
            stats.samples(),
            stats.floatSamples(),
            stats.histogramSamples(),
            stats.series(),
            stats.chunks(),
            tombstones));
  }

  static BlockMeta failed(BlockMeta block) {
    BlockMeta.Compaction compaction = block.compaction();
    return block.withCompaction(
        new BlockMeta.Compaction(
            compaction.level(),
            compaction.sources(),
            false,
            compaction.parents(),
            true,
            compaction.hints()));
  }

  static List<Ulid> ulids(List<BlockMeta> blocks) {
    return blocks.stream().map(BlockMeta::ulid).toList();
  }

  static List<Ulid> numbered(int... numbers) {
    return java.util.Arrays.stream(numbers).mapToObj(Metas::ulid).toList();
  }
}

package dev.pharos.storage.tsdb.compact;

import dev.pharos.storage.tsdb.block.BlockMeta;
import dev.pharos.storage.tsdb.block.BlockMeta.Compaction;
import dev.pharos.storage.tsdb.block.BlockMeta.Parent;
import dev.pharos.storage.tsdb.block.Ulid;
import java.util.List;

/** Where a block comes from, as its {@code meta.json} tells. */
public final class Origin {

  /** Tells of a block of late samples, which says nothing of the samples that came in order. */
  private static final String OUT_OF_ORDER = "from-out-of-order";

  private Origin() {}

  /** A block of samples that came in order. */
  static Compaction head(Ulid ulid) {
    return Compaction.first(ulid);
  }

  /** A block of late samples. */
  static Compaction lateSamples(Ulid ulid) {
    return Compaction.first(ulid, OUT_OF_ORDER);
  }

  /** The same block without its deleted samples. */
  static Compaction cleaned(Ulid ulid, BlockMeta block) {
    return new Compaction(
        1, List.of(ulid), false, parents(List.of(block)), false, hints(List.of(block)));
  }

  /** Several blocks put together. */
  static Compaction compaction(List<BlockMeta> blocks) {
    return new Compaction(
        1 + blocks.stream().mapToInt(block -> block.compaction().level()).max().orElse(0),
        blocks.stream()
            .flatMap(block -> block.compaction().sources().stream())
            .distinct()
            .sorted()
            .toList(),
        false,
        parents(blocks),
        false,
        hints(blocks));
  }

  /** Whether it says nothing of where the samples end that came in order. */
  public static boolean isLateSamples(BlockMeta block) {
    return block.compaction().hints().contains(OUT_OF_ORDER);
  }

  /** Whether it is nothing but a block of samples that came in order, as far as one can tell. */
  static boolean isInOrder(BlockMeta block) {
    return block.compaction().hints().isEmpty() && block.isUnderstood();
  }

  private static List<Parent> parents(List<BlockMeta> blocks) {
    return blocks.stream()
        .map(block -> new Parent(block.ulid(), block.minMillis(), block.maxMillis()))
        .toList();
  }

  /** Late samples stay such until samples that came in order are among them. */
  private static List<String> hints(List<BlockMeta> blocks) {
    return blocks.stream().allMatch(Origin::isLateSamples) ? List.of(OUT_OF_ORDER) : List.of();
  }
}

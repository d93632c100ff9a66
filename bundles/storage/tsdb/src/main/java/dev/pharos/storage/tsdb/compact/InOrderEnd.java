package dev.pharos.storage.tsdb.compact;

import dev.pharos.storage.api.StorageException;
import dev.pharos.storage.tsdb.block.Block;
import dev.pharos.storage.tsdb.block.BlockMeta;
import java.lang.System.Logger.Level;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;

/**
 * Where the blocks end that were cut off the head: what the log holds of earlier samples is in
 * blocks, and is left out when it is replayed.
 *
 * <p>The times in {@code meta.json} have no checksum, and too late an end would cost samples. So an
 * end counts as it is told where it is on a minute, as the ends of all regular blocks are: no
 * change of one bit makes such a time of another. Any other end counts only as far as the samples
 * in the block's index, which has checksums. And a block of which anything is told that is not
 * known here does not count: then samples may be in the head and in the block, which does no harm.
 */
public final class InOrderEnd {

  private static final System.Logger LOG = System.getLogger(InOrderEnd.class.getName());

  private static final long MINUTE_MILLIS = 60_000;

  private InOrderEnd() {}

  /** The first instant after those of the blocks that came in order; empty if there are none. */
  public static OptionalLong of(Collection<Block> blocks) {
    List<Block> latestFirst =
        blocks.stream()
            .filter(block -> Origin.isInOrder(block.meta()))
            .sorted(Comparator.comparingLong((Block block) -> block.meta().maxMillis()).reversed())
            .toList();
    long end = Long.MIN_VALUE;
    for (Block block : latestFirst) {
      if (block.meta().maxMillis() > end) {
        end = Math.max(end, certain(block));
      }
    }
    return end == Long.MIN_VALUE ? OptionalLong.empty() : OptionalLong.of(end);
  }

  /** Whether a time is one at which regular blocks end. */
  public static boolean isRegular(long endMillis) {
    return Math.floorMod(endMillis, MINUTE_MILLIS) == 0;
  }

  /** The end of a block as it is told, if that is regular, else after the samples seen of it. */
  static long seen(Block block) {
    long told = block.meta().maxMillis();
    return isRegular(told) ? told : Math.min(told, block.seenEndMillis());
  }

  private static long certain(Block block) {
    BlockMeta meta = block.meta();
    if (isRegular(meta.maxMillis())) {
      return meta.maxMillis();
    }
    try {
      return Math.min(meta.maxMillis(), block.samplesEndMillis());
    } catch (StorageException e) {
      LOG.log(
          Level.WARNING,
          "It is not known where {0} ends, so that what the log holds of its time is read again:"
              + " {1}",
          block,
          e.getMessage());
      return Long.MIN_VALUE;
    }
  }
}

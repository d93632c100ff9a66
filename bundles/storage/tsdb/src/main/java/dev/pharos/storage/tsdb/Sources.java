package dev.pharos.storage.tsdb;

import dev.pharos.identity.api.Access;
import dev.pharos.model.Matcher;
import dev.pharos.model.TextUnion;
import dev.pharos.model.TimeRange;
import dev.pharos.storage.api.SeriesSet;
import dev.pharos.storage.api.StorageException;
import dev.pharos.storage.tsdb.block.Block;
import dev.pharos.storage.tsdb.block.BlockMeta;
import dev.pharos.storage.tsdb.compact.BlockFolder;
import dev.pharos.storage.tsdb.compact.BlockList;
import dev.pharos.storage.tsdb.head.Head;
import dev.pharos.storage.tsdb.read.MergedSet;
import dev.pharos.storage.tsdb.series.ChunkSeriesSet;
import dev.pharos.storage.tsdb.series.SeriesSource;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a query finds samples: in the head, which is asked first, as samples are in a block before
 * the head forgets them; and in the blocks of its time, the latest first.
 *
 * <p>Matchers are given with those that the access enforces.
 */
final class Sources {

  private final Head head;
  private final BlockFolder blocks;

  Sources(Head head, BlockFolder blocks) {
    this.head = head;
    this.blocks = blocks;
  }

  SeriesSet select(Access access, TimeRange range, List<Matcher> matchers) throws StorageException {
    List<ChunkSeriesSet> sets = new ArrayList<>();
    BlockList held = null;
    boolean handedOver = false;
    try {
      sets.add(head.select(access, range, matchers));
      if (overlaps(head.lateSource(), range)) {
        sets.add(head.lateSource().select(access, range, matchers));
      }
      held = blocks.blocks();
      for (Block block : within(held, range)) {
        sets.add(block.select(access, range, matchers));
      }
      handedOver = true;
      return new MergedSet(access, range, sets, held::close);
    } finally {
      if (!handedOver) {
        sets.forEach(ChunkSeriesSet::close);
        if (held != null) {
          held.close();
        }
      }
    }
  }

  /** Blocks with samples of a time, the latest first. */
  private static List<Block> within(BlockList held, TimeRange range) {
    List<Block> within = new ArrayList<>();
    for (Block block : held.blocks().reversed()) {
      BlockMeta meta = block.meta();
      if (meta.minMillis() < range.endMillis() && meta.maxMillis() > range.startMillis()) {
        within.add(block);
      }
    }
    return within;
  }

  private static boolean overlaps(SeriesSource source, TimeRange range) {
    return source.minMillis() < range.endMillis() && source.maxMillis() >= range.startMillis();
  }

  /** Asks a source for names or values. */
  private interface Question {
    List<String> ask(SeriesSource source) throws StorageException;
  }

  List<String> labelNames(Access access, TimeRange range, List<Matcher> matchers, int limit)
      throws StorageException {
    return ask(range, limit, source -> source.labelNames(access, range, matchers));
  }

  List<String> labelValues(
      Access access, String name, TimeRange range, List<Matcher> matchers, int limit)
      throws StorageException {
    return ask(range, limit, source -> source.labelValues(access, name, range, matchers));
  }

  private List<String> ask(TimeRange range, int limit, Question question) throws StorageException {
    TextUnion all = new TextUnion();
    all.add(question.ask(head));
    try (BlockList held = blocks.blocks()) {
      if (overlaps(head.lateSource(), range)) {
        all.add(question.ask(head.lateSource()));
      }
      for (Block block : within(held, range)) {
        all.add(question.ask(block));
      }
    }
    return all.first(limit == 0 ? Integer.MAX_VALUE : limit);
  }
}

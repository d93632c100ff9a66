package dev.pharos.storage.tsdb.tool;

import dev.pharos.identity.api.Access;
import dev.pharos.model.Exemplar;
import dev.pharos.model.Labels;
import dev.pharos.model.Matcher;
import dev.pharos.model.Metadata;
import dev.pharos.model.TimeRange;
import dev.pharos.model.Utf8Order;
import dev.pharos.storage.api.SeriesSet;
import dev.pharos.storage.api.StorageException;
import dev.pharos.storage.api.StorageTool;
import dev.pharos.storage.tsdb.chunkshead.HeadChunkFiles;
import dev.pharos.storage.tsdb.head.Head;
import dev.pharos.storage.tsdb.head.HeadReplay;
import dev.pharos.storage.tsdb.read.MergedSet;
import dev.pharos.storage.tsdb.series.ChunkSeriesSet;
import dev.pharos.storage.tsdb.series.SeriesSource;
import dev.pharos.storage.tsdb.wal.LogReplay;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * A data folder read without being changed: the logs, {@code chunks_head} and the blocks as one.
 * Damage of the logs is stepped over, as it is when a server starts; that of a block is an error.
 */
final class FolderReading implements StorageTool.Reading {

  private final Head head;
  private final HeadChunkFiles mapped;
  private final FolderBlocks blocks;

  /** In the order in which they count. */
  private final List<SeriesSource> sources = new ArrayList<>();

  private FolderReading(Head head, HeadChunkFiles mapped, FolderBlocks blocks) {
    this.head = head;
    this.mapped = mapped;
    this.blocks = blocks;
    sources.add(head);
    sources.add(head.lateSource());
    sources.addAll(blocks.newestFirst());
  }

  static FolderReading open(Path data) throws IOException {
    FolderBlocks blocks = FolderBlocks.open(data);
    try {
      HeadChunkFiles mapped = HeadChunkFiles.open(data.resolve("chunks_head"));
      try {
        return new FolderReading(head(data, mapped, blocks.endMillis()), mapped, blocks);
      } catch (IOException | RuntimeException e) {
        mapped.close();
        throw e;
      }
    } catch (IOException | RuntimeException e) {
      blocks.close();
      throw e;
    }
  }

  /** What a server would have in memory. */
  private static Head head(Path data, HeadChunkFiles mapped, long fromMillis) throws IOException {
    Head head = new Head(mapped);
    // Samples that blocks have are left out: what was deleted of the blocks would come back.
    head.refuseBefore(fromMillis);
    HeadReplay replay = new HeadReplay(head);
    replay.findChunks();
    LogReplay.looking(data.resolve("wal")).run(replay);
    int damages = LogReplay.looking(data.resolve("wbl")).run(replay.late()).damages();
    replay.lateLogIsWhole(damages == 0);
    replay.finish();
    return head;
  }

  @Override
  public SeriesSet select(Access access, TimeRange range, List<Matcher> matchers)
      throws StorageException {
    List<ChunkSeriesSet> sets = new ArrayList<>();
    boolean whole = false;
    try {
      for (SeriesSource source : sources) {
        sets.add(source.select(access, range, all(access, matchers)));
      }
      whole = true;
      return new MergedSet(access, range, sets, () -> {});
    } finally {
      if (!whole) {
        sets.forEach(ChunkSeriesSet::close);
      }
    }
  }

  @Override
  public List<String> labelNames(Access access, TimeRange range, List<Matcher> matchers, int limit)
      throws StorageException {
    NavigableSet<String> names = new TreeSet<>(Utf8Order.INSTANCE);
    for (SeriesSource source : sources) {
      names.addAll(source.labelNames(access, range, all(access, matchers)));
    }
    return first(names, limit);
  }

  @Override
  public List<String> labelValues(
      Access access, String name, TimeRange range, List<Matcher> matchers, int limit)
      throws StorageException {
    NavigableSet<String> values = new TreeSet<>(Utf8Order.INSTANCE);
    for (SeriesSource source : sources) {
      values.addAll(source.labelValues(access, name, range, all(access, matchers)));
    }
    return first(values, limit);
  }

  /** The matchers together with those that the access enforces. */
  private static List<Matcher> all(Access access, List<Matcher> matchers) {
    List<Matcher> all = new ArrayList<>(access.enforced());
    all.addAll(matchers);
    return all;
  }

  private static List<String> first(NavigableSet<String> sorted, int limit) {
    return sorted.stream().limit(limit == 0 ? Long.MAX_VALUE : limit).toList();
  }

  @Override
  public Map<Labels, List<Exemplar>> exemplars(
      Access access, TimeRange range, List<Matcher> matchers) throws StorageException {
    return head.exemplars(access, range, all(access, matchers));
  }

  @Override
  public Map<String, Metadata> metadata(Access access) throws StorageException {
    return head.metadata(access);
  }

  @Override
  public void close() {
    blocks.close();
    mapped.close();
  }
}

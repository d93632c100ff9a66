package dev.pharos.storage.tsdb.compact;

import dev.pharos.identity.api.Access;
import dev.pharos.model.TimeRange;
import dev.pharos.storage.tsdb.block.Block;
import dev.pharos.storage.tsdb.block.BlockMeta;
import dev.pharos.storage.tsdb.block.BlockMeta.Compaction;
import dev.pharos.storage.tsdb.block.BlockWriter;
import dev.pharos.storage.tsdb.block.Ulid;
import dev.pharos.storage.tsdb.chunk.PackedChunk;
import dev.pharos.storage.tsdb.series.ChunkSeriesSet;
import dev.pharos.storage.tsdb.series.SeriesSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Writes blocks: series after series, of whatever sources there are.
 *
 * <p>A block is there as a whole or not at all. Safe for use by several threads.
 */
public final class Compactor {

  private final Supplier<Ulid> ulids;
  private final long segmentBytes;
  private final CompactionFigures figures;

  /**
   * Makes one.
   *
   * @param ulids gives each block its name
   */
  public Compactor(Supplier<Ulid> ulids, CompactionFigures figures) {
    this(ulids, BlockWriter.SEGMENT_BYTES, figures);
  }

  /**
   * Makes one.
   *
   * @param ulids gives each block its name
   * @param segmentBytes size of the files of a block's chunks at most
   */
  public Compactor(Supplier<Ulid> ulids, long segmentBytes, CompactionFigures figures) {
    this.segmentBytes = segmentBytes;
    this.ulids = ulids;
    this.figures = figures;
  }

  /**
   * Writes what sources hold of a time as one block of the first level.
   *
   * @param folder takes the block
   * @param sources where two have a sample of the same series and time, the earlier one counts
   * @param range of the block
   * @param origin tells where the block of that name comes from
   * @param access ends the work when it is cancelled
   * @return empty if there was no sample: then no block was written
   */
  public Optional<BlockMeta> write(
      Path folder,
      List<? extends SeriesSource> sources,
      TimeRange range,
      Function<Ulid, Compaction> origin,
      Access access)
      throws IOException {
    Ulid ulid = ulids.get();
    return write(folder, ulid, sources, range, origin.apply(ulid), access);
  }

  /**
   * Makes one block of several, or one without its deleted samples.
   *
   * @param blocks in the order of time
   * @return empty if no sample was left: then no block was written, and the old ones can go
   */
  public Optional<BlockMeta> compact(Path folder, List<Block> blocks, Access access)
      throws IOException {
    List<BlockMeta> metas = blocks.stream().map(Block::meta).toList();
    long start = metas.stream().mapToLong(BlockMeta::minMillis).min().orElseThrow();
    long end = metas.stream().mapToLong(BlockMeta::maxMillis).max().orElseThrow();
    return write(
        folder, ulids.get(), blocks, new TimeRange(start, end), Origin.compaction(metas), access);
  }

  private Optional<BlockMeta> write(
      Path folder,
      Ulid ulid,
      List<? extends SeriesSource> sources,
      TimeRange range,
      Compaction compaction,
      Access access)
      throws IOException {
    long begun = System.nanoTime();
    boolean done = false;
    figures.writing.incrementAndGet();
    try (BlockWriter writer =
        BlockWriter.create(folder, ulid, range.startMillis(), range.endMillis(), segmentBytes)) {
      boolean first = compaction.level() == 1 && compaction.parents().isEmpty();
      boolean empty = writeSeries(writer, sources, range, first, access);
      Optional<BlockMeta> written =
          empty ? Optional.empty() : Optional.of(writer.finish(compaction));
      done = true;
      figures.compactions.increment();
      return written;
    } finally {
      figures.writing.decrementAndGet();
      figures.seconds.observe((System.nanoTime() - begun) / 1e9);
      if (!done) {
        figures.failed.increment();
      }
    }
  }

  private boolean writeSeries(
      BlockWriter writer,
      List<? extends SeriesSource> sources,
      TimeRange range,
      boolean first,
      Access access)
      throws IOException {
    ChunkMerge chunks = new ChunkMerge(range.startMillis(), range.endMillis() - 1);
    boolean empty = true;
    try (SeriesMerge series = select(sources, range, access)) {
      while (series.next()) {
        access.check();
        List<PackedChunk> packed = chunks.merge(series.chunks());
        if (!packed.isEmpty()) {
          writer.series(series.labels(), packed);
          if (first) {
            packed.forEach(this::count);
          }
          empty = false;
        }
      }
    }
    return empty;
  }

  private static SeriesMerge select(
      List<? extends SeriesSource> sources, TimeRange range, Access access) throws IOException {
    List<ChunkSeriesSet> sets = new ArrayList<>();
    boolean opened = false;
    try {
      for (SeriesSource source : sources) {
        sets.add(source.select(access, range, List.of()));
      }
      opened = true;
      return new SeriesMerge(sets);
    } finally {
      if (!opened) {
        sets.forEach(ChunkSeriesSet::close);
      }
    }
  }

  private void count(PackedChunk chunk) {
    figures.chunkBytes.observe(chunk.length());
    figures.chunkSamples.observe(chunk.samples());
    figures.chunkSpans.observe((double) (chunk.maxMillis() - chunk.minMillis()));
  }
}

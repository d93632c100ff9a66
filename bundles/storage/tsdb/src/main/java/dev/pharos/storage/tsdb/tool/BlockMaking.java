package dev.pharos.storage.tsdb.tool;

import dev.pharos.model.Labels;
import dev.pharos.storage.api.StorageException;
import dev.pharos.storage.api.StorageTool;
import dev.pharos.storage.tsdb.block.BlockMeta;
import dev.pharos.storage.tsdb.block.BlockWriter;
import dev.pharos.storage.tsdb.block.Ulid;
import dev.pharos.storage.tsdb.chunk.PackedChunk;
import dev.pharos.storage.tsdb.compact.ChunkPacker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A block that is made of samples in any order of series. They wait in memory, packed into chunks
 * of 120 samples, until the block is written.
 */
final class BlockMaking implements StorageTool.Making {

  private static final SecureRandom RANDOM = new SecureRandom();

  /** Samples of one series. */
  private static final class Row {
    private final List<PackedChunk> chunks = new ArrayList<>(1);
    private final ChunkPacker packer = new ChunkPacker(chunks::add);
    private long lastMillis;
  }

  private final Path data;
  private final InstantSource clock;
  private final Map<Labels, Row> series = new HashMap<>();
  private long minMillis = Long.MAX_VALUE;
  private long maxMillis = Long.MIN_VALUE;

  BlockMaking(Path data, InstantSource clock) {
    this.data = data;
    this.clock = clock;
  }

  @Override
  public void append(Labels labels, long timestampMillis, double value) throws StorageException {
    Row row = series.get(labels);
    if (row == null) {
      row = new Row();
      series.put(labels, row);
    } else if (timestampMillis <= row.lastMillis) {
      throw new StorageException(
          "series "
              + labels
              + " has a sample of "
              + timestampMillis
              + " ms behind one of "
              + row.lastMillis
              + " ms; sort the samples of each series by time, each instant once");
    }
    row.lastMillis = timestampMillis;
    row.packer.add(timestampMillis, value);
    minMillis = Math.min(minMillis, timestampMillis);
    maxMillis = Math.max(maxMillis, timestampMillis);
  }

  @Override
  public List<StorageTool.Block> finish() throws IOException {
    if (series.isEmpty()) {
      return List.of();
    }
    Files.createDirectories(data);
    Ulid ulid = Ulid.create(clock.millis(), RANDOM);
    try (BlockWriter writer = BlockWriter.create(data, ulid, minMillis, maxMillis + 1)) {
      for (Map.Entry<Labels, Row> entry : new TreeMap<>(series).entrySet()) {
        Row row = entry.getValue();
        row.packer.flush();
        writer.series(entry.getKey(), row.chunks);
      }
      writer.finish(BlockMeta.Compaction.first(ulid));
    }
    series.clear();
    return List.of(TsdbTool.describe(data.resolve(ulid.toString())));
  }

  @Override
  public void close() {
    series.clear();
  }
}

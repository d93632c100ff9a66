package dev.pharos.storage.tsdb.tool;

import dev.pharos.identity.api.Access;
import dev.pharos.model.Labels;
import dev.pharos.model.TimeRange;
import dev.pharos.storage.api.StorageTool.Finding;
import dev.pharos.storage.tsdb.block.Block;
import dev.pharos.storage.tsdb.block.BlockMeta;
import dev.pharos.storage.tsdb.chunk.ChunkDecoder;
import dev.pharos.storage.tsdb.series.ChunkList;
import dev.pharos.storage.tsdb.series.ChunkSeriesSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * Reads a block from end to end: each series of the index, each chunk, each sample, and whether
 * there are as many as its {@code meta.json} tells. What follows the first damage of a kind that
 * ends the reading is not looked at.
 */
final class BlockCheck {

  private static final TimeRange ALWAYS = new TimeRange(Long.MIN_VALUE, Long.MAX_VALUE);

  private static final String WAY_OUT =
      "Put a good copy of the block in its place, or move its folder out of the data directory to"
          + " go on without its samples";

  private final Path folder;
  private final Consumer<Finding> findings;
  private final ChunkDecoder decoder = new ChunkDecoder();
  private byte[] buffer = {};
  private long series;
  private long chunks;
  private long samples;
  private boolean faulty;

  BlockCheck(Path folder, Consumer<Finding> findings) {
    this.folder = folder;
    this.findings = findings;
  }

  void run() {
    try (Block block = Block.open(folder)) {
      try (ChunkSeriesSet set = block.select(Access.system(), ALWAYS, List.of())) {
        while (set.next()) {
          series++;
          check(set.labels(), set.chunks());
        }
      }
      // Series whose samples are all deleted are not shown, and damaged chunks not counted.
      if (!faulty && block.tombstones() == 0) {
        compare(block.meta().stats());
      }
    } catch (IOException e) {
      find(String.valueOf(e.getMessage()));
    }
  }

  private void check(Labels labels, ChunkList list) {
    long latest = Long.MIN_VALUE;
    for (int i = 0; i < list.size(); i++) {
      chunks++;
      try {
        latest = check(labels, list, i, latest);
      } catch (IOException e) {
        find(String.valueOf(e.getMessage()));
      }
    }
  }

  private long check(Labels labels, ChunkList list, int chunk, long before) throws IOException {
    buffer = list.read(chunk, buffer);
    decoder.reset(list.encoding(chunk), buffer, 0, list.length(chunk));
    long latest = before;
    boolean first = true;
    while (decoder.next()) {
      long timestamp = decoder.timestampMillis();
      if (timestamp <= latest) {
        find(labels + " has a sample of " + timestamp + " after one of " + latest);
      }
      if (first && timestamp != list.minMillis(chunk)) {
        find(labels + " has a chunk from " + timestamp + ", by index " + list.minMillis(chunk));
      }
      first = false;
      latest = timestamp;
      samples++;
    }
    if (latest != list.maxMillis(chunk)) {
      find(labels + " has a chunk up to " + latest + ", by index " + list.maxMillis(chunk));
    }
    return latest;
  }

  private void compare(BlockMeta.Stats told) {
    compare("series", told.series(), series);
    compare("chunks", told.chunks(), chunks);
    compare("samples", told.samples(), samples);
  }

  private void compare(String what, long told, long found) {
    if (told != found) {
      find("meta.json tells of " + told + " " + what + ", found " + found);
    }
  }

  private void find(String fault) {
    faulty = true;
    boolean complete = fault.endsWith(WAY_OUT);
    findings.accept(
        new Finding(
            folder,
            "",
            complete ? fault.substring(0, fault.length() - WAY_OUT.length() - 2) : fault,
            WAY_OUT));
  }
}

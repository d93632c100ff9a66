package dev.pharos.storage.tsdb.tool;

import dev.pharos.identity.api.Access;
import dev.pharos.model.Labels;
import dev.pharos.model.Matcher;
import dev.pharos.model.TimeRange;
import dev.pharos.storage.api.StorageException;
import dev.pharos.storage.api.StorageTool.Finding;
import dev.pharos.storage.tsdb.block.Block;
import dev.pharos.storage.tsdb.block.BlockMeta;
import dev.pharos.storage.tsdb.chunk.ChunkDecoder;
import dev.pharos.storage.tsdb.compact.InOrderEnd;
import dev.pharos.storage.tsdb.series.ChunkList;
import dev.pharos.storage.tsdb.series.ChunkSeriesSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Reads a block from end to end: each series of the index, each chunk, each sample, whether there
 * are as many as its {@code meta.json} tells, and whether each series is found by each of its
 * labels. What follows the first damage of a kind that ends the reading is not looked at.
 */
final class BlockCheck {

  private static final TimeRange ALWAYS = new TimeRange(Long.MIN_VALUE, Long.MAX_VALUE);

  /** Blocks up to this length may end between two minutes. */
  private static final long SHORT_MILLIS = 600_000;

  private static final String WAY_OUT =
      "Put a good copy of the block in its place, or move its folder out of the data directory to"
          + " go on without its samples";

  private final Path folder;
  private final Consumer<Finding> findings;
  private final ChunkDecoder decoder = new ChunkDecoder();
  private byte[] buffer = {};

  /** Series by name and value of their labels. */
  private final Map<String, Map<String, Long>> pairs = new HashMap<>();

  private Labels before = Labels.EMPTY;
  private long series;
  private long chunks;
  private long samples;
  private long first = Long.MAX_VALUE;
  private long last = Long.MIN_VALUE;
  private boolean faulty;

  BlockCheck(Path folder, Consumer<Finding> findings) {
    this.folder = folder;
    this.findings = findings;
  }

  void run() {
    try (Block block = Block.open(folder)) {
      try (ChunkSeriesSet set = block.selectUndeleted(Access.system(), List.of())) {
        while (set.next()) {
          note(set.labels());
          check(set.labels(), set.chunks());
        }
      }
      checkPostings(block);
      checkTimes(block.meta());
      // Damaged chunks are not counted.
      if (!faulty) {
        compare(block.meta().stats());
      }
    } catch (IOException e) {
      find(String.valueOf(e.getMessage()));
    }
  }

  private void note(Labels labels) {
    if (series > 0 && labels.compareTo(before) <= 0) {
      find(labels + " stands behind " + before + ", against the order of labels");
    }
    before = labels;
    series++;
    for (int i = 0; i < labels.size(); i++) {
      pairs
          .computeIfAbsent(labels.name(i), name -> new HashMap<>())
          .merge(labels.value(i), 1L, Long::sum);
    }
  }

  private void checkPostings(Block block) throws StorageException {
    List<String> names = block.labelNames(Access.system(), ALWAYS, List.of());
    if (names.size() != pairs.size() || !pairs.keySet().containsAll(names)) {
      find("the postings know the labels " + names + ", the series " + pairs.keySet());
    }
    for (String name : names) {
      Map<String, Long> told = pairs.getOrDefault(name, Map.of());
      List<String> values = block.labelValues(Access.system(), name, ALWAYS, List.of());
      if (values.size() != told.size()) {
        find(name + " has " + values.size() + " values by postings, by series " + told.size());
      }
      for (String value : values) {
        long found = count(block, name, value);
        if (found != told.getOrDefault(value, 0L)) {
          find(name + "=" + value + " leads to " + found + " series of " + told.get(value));
        }
      }
    }
  }

  private static long count(Block block, String name, String value) throws StorageException {
    long found = 0;
    try (ChunkSeriesSet set =
        block.selectUndeleted(Access.system(), List.of(Matcher.equal(name, value)))) {
      while (set.next()) {
        found += set.labels().get(name).equals(value) ? 1 : 0;
      }
    }
    return found;
  }

  private void check(Labels labels, ChunkList list) {
    long latest = Long.MIN_VALUE;
    for (int i = 0; i < list.size(); i++) {
      chunks++;
      first = Math.min(first, list.minMillis(i));
      last = Math.max(last, list.maxMillis(i));
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

  /**
   * Compares the times of {@code meta.json}, which has no checksum, with those of the samples and
   * of the blocks that it was made from.
   */
  private void checkTimes(BlockMeta meta) {
    String told =
        "meta.json tells of times from " + meta.minMillis() + " to before " + meta.maxMillis();
    if (chunks > 0 && (first < meta.minMillis() || last >= meta.maxMillis())) {
      find(told + ", the samples are from " + first + " to " + last);
      return;
    }
    List<BlockMeta.Parent> parents = meta.compaction().parents();
    if (!parents.isEmpty()) {
      long start = parents.stream().mapToLong(BlockMeta.Parent::minMillis).min().orElseThrow();
      long end = parents.stream().mapToLong(BlockMeta.Parent::maxMillis).max().orElseThrow();
      if (start != meta.minMillis() || end != meta.maxMillis()) {
        find(told + ", its parents were from " + start + " to before " + end);
      }
    } else if (meta.maxMillis() != last + 1
        && meta.maxMillis() - meta.minMillis() > SHORT_MILLIS
        && !InOrderEnd.isRegular(meta.maxMillis())) {
      find(told + ", which is no full minute, and the last sample is of " + last);
    }
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

package dev.pharos.storage.tsdb.tool;

import dev.pharos.identity.api.Access;
import dev.pharos.model.Labels;
import dev.pharos.model.Matcher;
import dev.pharos.storage.api.StorageException;
import dev.pharos.storage.api.StorageStatus.Count;
import dev.pharos.storage.api.StorageTool;
import dev.pharos.storage.api.StorageTool.ChunkSizes;
import dev.pharos.storage.tsdb.block.Block;
import dev.pharos.storage.tsdb.chunk.Encoding;
import dev.pharos.storage.tsdb.series.ChunkList;
import dev.pharos.storage.tsdb.series.ChunkSeriesSet;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/** Counts what the series of a block have in common. For one block. */
final class BlockAnalysis {

  /** What is known of a value of a label. */
  private static final class Pair {
    private long series;

    /** Milliseconds of the block in which its series have no samples, added up. */
    private double uncoveredMillis;
  }

  private static final class Sizes {
    private final NavigableMap<Integer, Long> samples = new TreeMap<>();
    private final NavigableMap<Integer, Long> bytes = new TreeMap<>();
  }

  private final StorageTool.Block described;
  private final double spanMillis;
  private final Map<String, Map<String, Pair>> values = new HashMap<>();
  private final Map<Encoding, Sizes> chunks = new EnumMap<>(Encoding.class);
  private long matched;
  private long entries;

  BlockAnalysis(StorageTool.Block described) {
    this.described = described;
    this.spanMillis = (double) described.maxMillis() - described.minMillis();
  }

  /**
   * Looks at a block.
   *
   * @param limit entries per list
   * @param withChunks whether to look at each chunk, too
   */
  StorageTool.Analysis run(Block block, List<Matcher> matchers, int limit, boolean withChunks)
      throws StorageException {
    try (ChunkSeriesSet set = block.selectUndeleted(Access.system(), matchers)) {
      while (set.next()) {
        matched++;
        ChunkList list = set.chunks();
        count(set.labels(), list.maxMillis(list.size() - 1) - list.minMillis(0));
        if (withChunks) {
          measure(list);
        }
      }
    }
    Map<String, Pair> pairs = new HashMap<>();
    values.forEach(
        (name, byValue) -> byValue.forEach((value, pair) -> pairs.put(name + "=" + value, pair)));
    return new StorageTool.Analysis(
        described,
        matched,
        values.size(),
        pairs.size(),
        entries,
        largest(pairs, limit, pair -> (long) (pair.uncoveredMillis / spanMillis)),
        largest(values, limit, this::churn),
        largest(pairs, limit, pair -> pair.series),
        largest(values, limit, BlockAnalysis::bytes),
        largest(values, limit, Map::size),
        largest(values.getOrDefault(Labels.METRIC_NAME, Map.of()), limit, pair -> pair.series),
        chunks.entrySet().stream().map(BlockAnalysis::sizes).toList());
  }

  private void count(Labels labels, long coveredMillis) {
    for (int i = 0; i < labels.size(); i++) {
      Pair pair =
          values
              .computeIfAbsent(labels.name(i), name -> new HashMap<>())
              .computeIfAbsent(labels.value(i), value -> new Pair());
      pair.series++;
      pair.uncoveredMillis += spanMillis - coveredMillis;
      entries++;
    }
  }

  private void measure(ChunkList list) throws StorageException {
    byte[] buffer = {};
    for (int i = 0; i < list.size(); i++) {
      buffer = list.read(i, buffer);
      Sizes sizes = chunks.computeIfAbsent(list.encoding(i), encoding -> new Sizes());
      sizes.samples.merge((buffer[0] & 0xff) << 8 | (buffer[1] & 0xff), 1L, Long::sum);
      sizes.bytes.merge(list.length(i), 1L, Long::sum);
    }
  }

  private long churn(Map<String, Pair> byValue) {
    double uncovered = 0;
    for (Pair pair : byValue.values()) {
      uncovered += pair.uncoveredMillis;
    }
    return (long) (uncovered / spanMillis);
  }

  private static long bytes(Map<String, Pair> byValue) {
    long bytes = 0;
    for (String value : byValue.keySet()) {
      bytes += value.getBytes(StandardCharsets.UTF_8).length;
    }
    return bytes;
  }

  private static <T> List<Count> largest(Map<String, T> all, int limit, ToLongFunction<T> number) {
    return all.entrySet().stream()
        .map(entry -> new Count(entry.getKey(), number.applyAsLong(entry.getValue())))
        .sorted(Comparator.comparingLong(Count::count).reversed().thenComparing(Count::name))
        .limit(limit)
        .toList();
  }

  private static ChunkSizes sizes(Map.Entry<Encoding, Sizes> entry) {
    String kind =
        switch (entry.getKey()) {
          case XOR -> "float";
          case HISTOGRAM -> "histogram";
          case FLOAT_HISTOGRAM -> "float histogram";
        };
    return new ChunkSizes(kind, entry.getValue().samples, entry.getValue().bytes);
  }
}

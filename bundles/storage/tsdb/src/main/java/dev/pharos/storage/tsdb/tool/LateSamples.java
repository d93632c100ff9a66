package dev.pharos.storage.tsdb.tool;

import dev.pharos.model.Exemplar;
import dev.pharos.model.Labels;
import dev.pharos.model.Metadata;
import dev.pharos.model.NativeHistogram;
import dev.pharos.storage.tsdb.chunk.PackedChunk;
import dev.pharos.storage.tsdb.compact.ChunkPacker;
import dev.pharos.storage.tsdb.series.SeriesSource;
import dev.pharos.storage.tsdb.wal.LogReplay;
import dev.pharos.storage.tsdb.wal.ReplayTarget;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The samples in {@code wbl}, which came out of order: sorted, and packed into chunks. */
final class LateSamples implements ReplayTarget {

  /** A sample that waits to be packed. */
  private sealed interface Late {

    record Value(double value) implements Late {}

    record Histogram(NativeHistogram histogram) implements Late {}
  }

  private final LogContent log;
  private final Map<Labels, NavigableMap<Long, Late>> samples = new HashMap<>();

  private LateSamples(LogContent log) {
    this.log = log;
  }

  /**
   * Reads a log of late samples.
   *
   * @param log tells whose they are
   */
  static SeriesSource read(Path wbl, LogContent log) throws IOException {
    LateSamples late = new LateSamples(log);
    LogReplay.looking(wbl).run(late);
    NavigableMap<Labels, PackedChunks> series = new TreeMap<>();
    late.samples.forEach(
        (labels, sorted) ->
            series.put(labels, new PackedChunks(pack(sorted), log.deleted(labels))));
    return new SortedSource(series);
  }

  private static List<PackedChunk> pack(NavigableMap<Long, Late> sorted) {
    List<PackedChunk> chunks = new ArrayList<>();
    ChunkPacker packer = new ChunkPacker(chunks::add);
    Late before = null;
    for (Map.Entry<Long, Late> entry : sorted.entrySet()) {
      if (before != null && before.getClass() != entry.getValue().getClass()) {
        packer.flush();
      }
      before = entry.getValue();
      switch (before) {
        case Late.Value(double value) -> packer.add(entry.getKey(), value);
        case Late.Histogram(NativeHistogram histogram) -> packer.add(entry.getKey(), histogram);
      }
    }
    packer.flush();
    return chunks;
  }

  private void add(long reference, long timestampMillis, Late sample) {
    Labels labels = log.labels(reference);
    if (labels != null) {
      // The first that came counts.
      samples.computeIfAbsent(labels, l -> new TreeMap<>()).putIfAbsent(timestampMillis, sample);
    }
  }

  @Override
  public void series(long reference, Labels labels) {}

  @Override
  public void values(long[] references, long[] timestampsMillis, double[] values, int size) {
    for (int i = 0; i < size; i++) {
      add(references[i], timestampsMillis[i], new Late.Value(values[i]));
    }
  }

  @Override
  public void histogram(long reference, long timestampMillis, NativeHistogram histogram) {
    add(reference, timestampMillis, new Late.Histogram(histogram));
  }

  @Override
  public void tombstone(long reference, long firstMillis, long lastMillis) {}

  @Override
  public void exemplar(long reference, Exemplar exemplar) {}

  @Override
  public void metadata(long reference, Metadata metadata) {}

  /** The chunk holds what this log told before. */
  @Override
  public void mapped(long reference, long chunkReference) {}
}

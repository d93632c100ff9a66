package dev.pharos.storage.tsdb.block;

import dev.pharos.identity.api.Access;
import dev.pharos.model.Labels;
import dev.pharos.model.Matcher;
import dev.pharos.model.NativeHistogram;
import dev.pharos.model.NativeHistogram.Counts;
import dev.pharos.model.NativeHistogram.FloatCounts;
import dev.pharos.model.NativeHistogram.ResetHint;
import dev.pharos.model.NativeHistogram.Span;
import dev.pharos.storage.tsdb.chunk.HistogramEncoder;
import dev.pharos.storage.tsdb.chunk.PackedChunk;
import dev.pharos.storage.tsdb.chunk.XorWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

/** A block with samples of every kind, deleted spans, and chunks in several files. */
final class BlockFixture {

  static final long START = 1_700_006_400_000L;
  static final long END = START + 7_200_000;
  static final int SERIES = 120;

  private static final int CHUNKS = 3;
  private static final int SAMPLES = 100;
  private static final long SEGMENT_BYTES = 16 << 10;

  private BlockFixture() {}

  /** Writes it; answers its folder. */
  static Path write(Path dataFolder) throws IOException {
    Random random = new Random(5);
    TreeMap<Labels, Integer> kinds = new TreeMap<>();
    for (int i = 0; i < SERIES; i++) {
      kinds.put(
          Labels.of(
              "__name__",
              i % 10 == 0 ? "duration" : "requests_total",
              "instance",
              "host-" + i,
              "path",
              "/p/" + i % 7,
              "zone",
              i % 3 == 0 ? "Zürich" : "東京"),
          i);
    }
    Ulid ulid = Ulid.create(END, random);
    try (BlockWriter writer = BlockWriter.create(dataFolder, ulid, START, END, SEGMENT_BYTES)) {
      for (var series : kinds.entrySet()) {
        writer.series(series.getKey(), chunks(series.getValue(), random));
      }
      writer.finish(BlockMeta.Compaction.first(ulid));
    }
    Path folder = dataFolder.resolve(ulid.toString());
    try (Block block = Block.open(folder)) {
      block.delete(
          Access.system(),
          START + 600_000,
          START + 900_000,
          List.of(Matcher.equal("path", "/p/3")));
    }
    return folder;
  }

  private static List<PackedChunk> chunks(int series, Random random) {
    List<PackedChunk> chunks = new ArrayList<>();
    for (int i = 0; i < CHUNKS; i++) {
      long start = START + i * (END - START) / CHUNKS + random.nextInt(15_000);
      chunks.add(series % 10 == 0 ? histograms(start, series, random) : values(start, random));
    }
    return chunks;
  }

  private static PackedChunk values(long start, Random random) {
    XorWriter writer = new XorWriter();
    double value = 0;
    boolean steady = random.nextBoolean();
    for (int i = 0; i < SAMPLES; i++) {
      value = random.nextInt(9) == 0 ? random.nextGaussian() : value + random.nextInt(5);
      writer.append(start + 15_000L * i + (steady ? 0 : random.nextInt(40)), value);
    }
    return writer.seal();
  }

  private static PackedChunk histograms(long start, int series, Random random) {
    HistogramEncoder encoder = null;
    long[] counts = new long[6];
    for (int i = 0; i < SAMPLES; i++) {
      counts[random.nextInt(counts.length)] += random.nextInt(100);
      NativeHistogram histogram = histogram(counts.clone(), series % 20 == 0);
      if (encoder == null) {
        encoder = HistogramEncoder.begin(null, start, histogram);
      } else if (!encoder.append(start + 15_000L * i, histogram)) {
        throw new IllegalStateException("a counter that only rises fits into its chunk");
      }
    }
    if (encoder == null) {
      throw new IllegalStateException("there are samples");
    }
    return new PackedChunk(
        encoder.firstMillis(),
        encoder.lastMillis(),
        encoder.encoding(),
        encoder.seal(),
        encoder.size());
  }

  private static NativeHistogram histogram(long[] counts, boolean floats) {
    Span[] spans = {new Span(-2, 4), new Span(3, 2)};
    long count = 0;
    double[] reals = new double[counts.length];
    for (int i = 0; i < counts.length; i++) {
      count += counts[i];
      reals[i] = counts[i] / 7.0;
    }
    return floats
        ? new FloatCounts(
            ResetHint.UNKNOWN,
            2,
            0.001,
            1,
            count / 7.0,
            count * 0.3,
            spans,
            reals,
            new Span[0],
            new double[0],
            new double[0])
        : new Counts(
            ResetHint.UNKNOWN,
            2,
            0.001,
            1,
            count,
            count * 0.3,
            spans,
            counts,
            new Span[0],
            new long[0],
            new double[0]);
  }
}

package dev.pharos.storage.tsdb.block;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pharos.identity.api.Access;
import dev.pharos.model.TimeRange;
import dev.pharos.storage.tsdb.chunk.ChunkDecoder;
import dev.pharos.storage.tsdb.chunk.PackedChunk;
import dev.pharos.storage.tsdb.series.ChunkList;
import dev.pharos.storage.tsdb.series.ChunkSeriesSet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Blocks of the original are read here, and blocks of ours there; the same input, the same bytes.
 */
class PrometheusBlockTest {

  private static final long START = 1_700_006_400_000L;
  private static final int SERIES = 40;
  private static final int SAMPLES = 400;

  @TempDir Path folder;

  private final TreeMap<String, TreeMap<Long, Double>> expected = new TreeMap<>();

  private String openMetrics() {
    Random random = new Random(7);
    StringBuilder text = new StringBuilder();
    text.append("# TYPE request gauge\n");
    for (int i = 0; i < SERIES; i++) {
      String labels =
          "path=\"/p/" + i % 7 + "\",job=\"j" + i % 3 + "\",instance=\"host-" + i + "\"";
      TreeMap<Long, Double> samples = new TreeMap<>();
      double value = 0;
      for (int j = 0; j < SAMPLES; j++) {
        long time = START + j * 15_000L + (i % 2 == 0 ? 0 : random.nextInt(50));
        value = i % 5 == 0 ? 1 : value + random.nextInt(20) / 4.0;
        samples.put(time, value);
        text.append("request{")
            .append(labels)
            .append("} ")
            .append(value)
            .append(' ')
            .append(time / 1000)
            .append('.')
            .append("%03d".formatted(time % 1000))
            .append('\n');
      }
      expected.put("host-" + i, samples);
    }
    return text.append("# EOF\n").toString();
  }

  @Test
  void a_block_of_prometheus_is_read_and_written_again_to_the_same_bytes() throws Exception {
    List<Path> blocks = Promtool.createBlocks(folder, openMetrics());
    assertTrue(!blocks.isEmpty());
    int samples = 0;
    for (Path theirs : blocks) {
      Path ours = Files.createDirectories(folder.resolve("ours"));
      try (Block block = Block.open(theirs)) {
        samples += compare(block);
        copy(block, ours);
      }
      Path copy = ours.resolve(theirs.getFileName());
      assertArrayEquals(
          Files.readAllBytes(theirs.resolve("chunks/000001")),
          Files.readAllBytes(copy.resolve("chunks/000001")),
          "chunks");
      assertArrayEquals(
          Files.readAllBytes(theirs.resolve("index")),
          Files.readAllBytes(copy.resolve("index")),
          "index");
      assertArrayEquals(
          Files.readAllBytes(theirs.resolve("tombstones")),
          Files.readAllBytes(copy.resolve("tombstones")),
          "tombstones");
      assertEquals(
          Files.readString(theirs.resolve("meta.json")),
          Files.readString(copy.resolve("meta.json"))
              .replaceAll("\t\t\"num(Float|Histogram)Samples\": \\d+,\n", ""),
          "meta.json");
    }
    assertEquals(SERIES * SAMPLES, samples);
    String list = Promtool.run("tsdb", "list", folder.resolve("ours").toString());
    assertEquals(blocks.size() + 1, list.lines().count(), list);
    // It wants a log to be there, empty as it may be.
    Files.createDirectory(folder.resolve("theirs/wal"));
    Files.createDirectory(folder.resolve("ours/wal"));
    assertEquals(
        Promtool.run("tsdb", "dump", folder.resolve("theirs").toString()),
        Promtool.run("tsdb", "dump", folder.resolve("ours").toString()));
  }

  private int compare(Block block) throws Exception {
    int samples = 0;
    ChunkDecoder decoder = new ChunkDecoder();
    byte[] buffer = {};
    try (ChunkSeriesSet set = select(block)) {
      while (set.next()) {
        TreeMap<Long, Double> known =
            expected.getOrDefault(set.labels().get("instance"), new TreeMap<>());
        ChunkList chunks = set.chunks();
        for (int i = 0; i < chunks.size(); i++) {
          buffer = chunks.read(i, buffer);
          decoder.reset(chunks.encoding(i), buffer, 0, chunks.length(i));
          while (decoder.next()) {
            assertEquals(known.get(decoder.timestampMillis()), decoder.value());
            samples++;
          }
        }
      }
    }
    return samples;
  }

  private static ChunkSeriesSet select(Block block) throws Exception {
    return block.select(Access.system(), new TimeRange(Long.MIN_VALUE, Long.MAX_VALUE), List.of());
  }

  private static void copy(Block block, Path into) throws Exception {
    BlockMeta meta = block.meta();
    try (BlockWriter writer =
            BlockWriter.create(into, meta.ulid(), meta.minMillis(), meta.maxMillis());
        ChunkSeriesSet set = select(block)) {
      while (set.next()) {
        ChunkList chunks = set.chunks();
        List<PackedChunk> packed = new ArrayList<>();
        for (int i = 0; i < chunks.size(); i++) {
          packed.add(
              new PackedChunk(
                  chunks.minMillis(i),
                  chunks.maxMillis(i),
                  chunks.encoding(i),
                  chunks.read(i, new byte[0]),
                  chunks.length(i)));
        }
        writer.series(set.labels(), packed);
      }
      writer.finish(meta.compaction());
    }
  }
}

package dev.pharos.storage.tsdb;

import dev.pharos.identity.api.Access;
import dev.pharos.model.Labels;
import dev.pharos.model.Matcher;
import dev.pharos.model.Matcher.Type;
import dev.pharos.model.TimeRange;
import dev.pharos.storage.tsdb.block.Block;
import dev.pharos.storage.tsdb.block.BlockMeta;
import dev.pharos.storage.tsdb.block.BlockWriter;
import dev.pharos.storage.tsdb.block.Ulid;
import dev.pharos.storage.tsdb.chunk.PackedChunk;
import dev.pharos.storage.tsdb.chunk.XorWriter;
import dev.pharos.storage.tsdb.series.ChunkSeriesSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Finding series among 100,000 of a block: time per select. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class BlockSelectBenchmark {

  private static final int SERIES = 100_000;
  private static final int METRICS = 500;
  private static final long END = 7_200_000;
  private static final TimeRange ALWAYS = new TimeRange(0, Long.MAX_VALUE);

  /** Selects 200 series, 1, 3, 3, 111, 200, 199 and 20,000. */
  @Param({"metric", "one", "set", "factored", "prefix", "job", "but one", "many"})
  public String query;

  private Path dir;
  private Block block;
  private List<Matcher> matchers;

  @Setup
  public void fill() throws IOException {
    dir = Files.createTempDirectory("select");
    Ulid ulid = Ulid.create(END, new Random(1));
    try (BlockWriter writer = BlockWriter.create(dir, ulid, 0, END)) {
      List<Labels> all = new ArrayList<>();
      for (int i = 0; i < SERIES; i++) {
        all.add(
            Labels.of(
                "__name__",
                "metric_" + i % METRICS,
                "instance",
                "host-" + i / METRICS,
                "job",
                "job-" + i % 5));
      }
      Collections.sort(all);
      XorWriter chunk = new XorWriter();
      chunk.append(1000, 1);
      PackedChunk packed = chunk.seal();
      for (Labels labels : all) {
        writer.series(labels, List.of(packed));
      }
      writer.finish(BlockMeta.Compaction.first(ulid));
    }
    block = Block.open(dir.resolve(ulid.toString()));
    Matcher metric = Matcher.metric("metric_7");
    matchers =
        switch (query) {
          case "metric" -> List.of(metric);
          case "one" -> List.of(metric, Matcher.equal("instance", "host-9"));
          case "set" -> List.of(metric, new Matcher(Type.REGEX, "instance", "host-1|host-22|host-33"));
          case "factored" -> List.of(metric, new Matcher(Type.REGEX, "instance", "host-(1|22|33)"));
          case "prefix" -> List.of(metric, new Matcher(Type.REGEX, "instance", "host-1.*"));
          case "job" -> List.of(metric, Matcher.equal("job", "job-2"));
          case "but one" -> List.of(metric, new Matcher(Type.NOT_EQUAL, "instance", "host-9"));
          default -> List.of(Matcher.equal("job", "job-2"));
        };
  }

  @Benchmark
  public int select() throws IOException {
    int found = 0;
    try (ChunkSeriesSet set = block.select(Access.system(), ALWAYS, matchers)) {
      while (set.next()) {
        found++;
      }
    }
    return found;
  }

  @TearDown
  public void close() throws IOException {
    block.close();
    try (Stream<Path> files = Files.walk(dir)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}

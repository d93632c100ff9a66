package dev.pharos.storage.tsdb;

import dev.pharos.model.Labels;
import dev.pharos.model.Sample;
import dev.pharos.storage.api.SampleBatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Batches of a scrape's size into the head and the log: time per sample. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class AppendBenchmark {

  private static final int BATCH = 1000;

  @Param({"1000", "100000"})
  public int series;

  private Path dir;
  private TsdbStorage storage;
  private long[] references;
  private int next;
  private long timestampMillis = 1_700_000_000_000L;

  @Setup(Level.Iteration)
  public void open() throws IOException {
    dir = Files.createTempDirectory("append");
    TsdbSettings settings = TsdbSettings.of(dir, Duration.ofDays(15));
    storage = TsdbStorage.open(settings, new TsdbStatus(settings.retention()));
    references = new long[series];
    try (SampleBatch batch = storage.begin()) {
      for (int i = 0; i < series; i++) {
        references[i] =
            batch.series(
                Labels.of(
                    "__name__", "metric_" + i % 500, "instance", "host-" + i / 500, "job", "node"));
      }
    }
    next = 0;
  }

  @Benchmark
  @OperationsPerInvocation(BATCH)
  public void append() throws IOException {
    if (next == 0) {
      timestampMillis += 15_000;
    }
    try (SampleBatch batch = storage.begin()) {
      for (int i = next; i < next + BATCH; i++) {
        batch.append(references[i], Sample.NO_START, timestampMillis, timestampMillis + i);
      }
      batch.commit();
    }
    next = (next + BATCH) % series;
  }

  @TearDown(Level.Iteration)
  public void close() throws IOException {
    storage.close();
    try (Stream<Path> files = Files.walk(dir)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}

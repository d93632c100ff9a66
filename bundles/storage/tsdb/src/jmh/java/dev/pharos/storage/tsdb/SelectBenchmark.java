package dev.pharos.storage.tsdb;

import dev.pharos.identity.api.Access;
import dev.pharos.model.Labels;
import dev.pharos.model.Matcher;
import dev.pharos.model.Sample;
import dev.pharos.model.TimeRange;
import dev.pharos.storage.api.SampleBatch;
import dev.pharos.storage.api.SeriesSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
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

/** Finding series among 100,000: time per select. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class SelectBenchmark {

  private static final int SERIES = 100_000;
  private static final TimeRange ALWAYS = new TimeRange(0, Long.MAX_VALUE);

  @Param({"metric", "metric and instance", "regex"})
  public String query;

  private Path dir;
  private TsdbStorage storage;
  private List<Matcher> matchers;

  @Setup
  public void fill() throws IOException {
    dir = Files.createTempDirectory("select");
    TsdbSettings settings = TsdbSettings.of(dir, Duration.ofDays(15));
    storage = TsdbStorage.open(settings, new TsdbStatus(settings.retention()));
    try (SampleBatch batch = storage.begin()) {
      for (int i = 0; i < SERIES; i++) {
        long series =
            batch.series(
                Labels.of(
                    "__name__", "metric_" + i % 500, "instance", "host-" + i / 500, "job", "node"));
        batch.append(series, Sample.NO_START, 1_700_000_000_000L, i);
      }
      batch.commit();
    }
    matchers =
        switch (query) {
          case "metric" -> List.of(Matcher.metric("metric_7"));
          case "regex" ->
              List.of(
                  Matcher.metric("metric_7"),
                  new Matcher(Matcher.Type.REGEX, "instance", "host-1.*"));
          default -> List.of(Matcher.metric("metric_7"), Matcher.equal("instance", "host-9"));
        };
  }

  @Benchmark
  public int select() throws IOException {
    int found = 0;
    try (SeriesSet set = storage.select(Access.system(), ALWAYS, matchers)) {
      while (set.next()) {
        found++;
      }
    }
    return found;
  }

  @TearDown
  public void close() throws IOException {
    storage.close();
    try (Stream<Path> files = Files.walk(dir)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}

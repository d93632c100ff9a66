package dev.pharos.web.prometheus;

import dev.pharos.config.api.ConfigFiles;
import dev.pharos.config.api.InvalidConfigException;
import dev.pharos.model.Labels;
import dev.pharos.model.Metadata;
import dev.pharos.model.MetricType;
import dev.pharos.model.Sample;
import dev.pharos.query.promql.PromqlEngine;
import dev.pharos.storage.api.SampleBatch;
import dev.pharos.storage.api.StorageException;
import dev.pharos.storage.api.StorageStatus;
import dev.pharos.storage.memory.MemoryStorage;
import dev.pharos.target.api.ActiveTargets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A platform in memory: an engine over a few series, one target, a configuration. */
final class Fixture {

  static final long NOW = 1_600_000_000_000L;

  final MemoryStorage storage = new MemoryStorage();
  final Platform platform = new Platform();
  final Config config = new Config();
  final Storage status = new Storage();
  Settings settings = new Settings(false, false, false, "", "0.1.0", Map.of("log.level", "info"));

  Fixture() {
    platform.engine = PromqlEngine.over(storage);
    platform.series = storage;
    platform.storage = status;
    platform.config = config;
    platform.targets = new Targets();
  }

  /** One sample a minute for an hour until now: the number of the minute. */
  Fixture series(String... labels) throws StorageException {
    try (SampleBatch batch = storage.begin()) {
      long series = batch.series(Labels.of(labels));
      for (int minute = 0; minute <= 60; minute++) {
        batch.append(series, Sample.NO_START, NOW - (60 - minute) * 60_000L, minute);
      }
      batch.commit();
    }
    return this;
  }

  ApiServlet api() {
    return new ApiServlet(platform, settings, InstantSource.fixed(Instant.ofEpochMilli(NOW)));
  }

  static final class Config implements ConfigFiles {
    boolean loaded = true;
    int reloads;

    @Override
    public List<Status> files() {
      return List.of(
          new Status(
              "prometheus", Path.of("prometheus.yml"), "global: {}\n", NOW, List.of(), List.of()));
    }

    @Override
    public boolean isLoaded() {
      return loaded;
    }

    @Override
    public void reload() throws InvalidConfigException {
      reloads++;
    }
  }

  static final class Storage implements StorageStatus {
    Phase phase = Phase.READY;
    Head head = new Head(2, 4, 10, 20, 6);

    @Override
    public Replay replay() {
      return new Replay(phase, 1, 5, 3, "");
    }

    @Override
    public Optional<Head> head() {
      return Optional.of(head);
    }

    @Override
    public Cardinality cardinality(int limit) {
      List<Count> counts = new ArrayList<>();
      for (int i = 0; i < Math.min(limit, 3); i++) {
        counts.add(new Count("n" + i, 3 - i));
      }
      return new Cardinality(counts, counts, counts, counts);
    }

    @Override
    public List<Block> blocks() {
      return List.of(new Block("01", 0, 10, Map.of("ulid", "01", "version", 1L)));
    }

    @Override
    public String retention() {
      return "15d";
    }
  }

  private static final class Targets implements ActiveTargets {
    private static final Target UP =
        new Target(
            "node",
            Map.of("__address__", "h:9100"),
            Labels.of("instance", "h:9100", "job", "node"),
            "http://h:9100/metrics",
            Health.UP,
            "",
            NOW,
            0.012,
            7,
            15_000,
            10_000);

    private static final Metadata CPU =
        new Metadata(MetricType.COUNTER, "Seconds of work.", "seconds");

    @Override
    public List<String> pools() {
      return List.of("node");
    }

    @Override
    public List<Target> targets() {
      return List.of(UP);
    }

    @Override
    public List<Dropped> dropped() {
      return List.of(new Dropped("node", Map.of("__address__", "x:1")));
    }

    @Override
    public List<Waiting> waiting() {
      return List.of();
    }

    @Override
    public Map<String, List<Metadata>> metadata() {
      return Map.of("cpu_seconds_total", List.of(CPU), "up", List.of(CPU));
    }

    @Override
    public Map<String, Metadata> metadataOf(Target target) {
      return Map.of("cpu_seconds_total", CPU);
    }

    @Override
    public Optional<String> poolConfig(String pool) {
      return pool.equals("node") ? Optional.of("job_name: node\n") : Optional.empty();
    }

    @Override
    public AutoCloseable onChange(Runnable listener) {
      return () -> {};
    }
  }
}

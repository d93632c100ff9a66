package dev.pharos.storage.tsdb;

import static dev.pharos.storage.tsdb.TsdbFixture.HOUR;
import static dev.pharos.storage.tsdb.TsdbFixture.T0;
import static dev.pharos.storage.tsdb.TsdbFixture.metric;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pharos.identity.api.Access;
import dev.pharos.model.Labels;
import dev.pharos.model.Matcher;
import dev.pharos.model.TimeRange;
import dev.pharos.storage.api.SampleBatch;
import dev.pharos.storage.api.SampleBatch.Outcome;
import dev.pharos.storage.api.SeriesSet;
import dev.pharos.storage.testkit.Reading;
import dev.pharos.storage.tsdb.read.MergedSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The head and its logs against sorted maps, over random appends in and out of order, deletions,
 * truncations, restarts and kills.
 *
 * <p>The system property {@code pharos.rounds} asks for more rounds than the short form's, {@code
 * pharos.seed} plays one again.
 */
class HeadModelTest {

  private static final int ROUNDS = Integer.getInteger("pharos.rounds", 4);
  private static final int STEPS = 120;
  private static final int SERIES = 12;
  private static final long WINDOW = 3 * HOUR;

  /** What is known of one series. */
  private static final class Model {
    final TreeMap<Long, Double> samples = new TreeMap<>();
    final List<TimeRange> deleted = new ArrayList<>();

    boolean isDeleted(long timestamp) {
      return deleted.stream().anyMatch(range -> range.contains(timestamp));
    }
  }

  @TempDir Path dir;

  private TsdbSettings settings = TsdbSettings.of(Path.of("unset"), Duration.ofDays(30));
  private final Map<Labels, Model> models = new HashMap<>();
  private Random random = new Random();
  private long now;
  private long floor;

  @Test
  void what_is_read_is_what_a_naive_model_says() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      play(Long.getLong("pharos.seed", System.nanoTime()) + round);
    }
  }

  private void play(long seed) throws IOException {
    random = new Random(seed);
    settings = TsdbSettings.of(dir.resolve("data" + seed), Duration.ofDays(30));
    models.clear();
    now = T0;
    floor = Long.MIN_VALUE;
    TsdbStorage storage = open();
    try {
      for (int step = 0; step < STEPS; step++) {
        String where = "seed " + seed + ", step " + step;
        switch (random.nextInt(12)) {
          case 0 -> delete(storage);
          case 1 -> truncate(storage);
          case 2 -> {
            storage.close();
            storage = open();
          }
          case 3 -> storage = kill(storage);
          case 4 -> new TsdbAdmin(storage).cleanTombstones(Access.system());
          case 5, 6 -> appendLate(storage, where);
          default -> append(storage, where);
        }
        check(storage, where);
      }
    } finally {
      storage.close();
    }
  }

  private TsdbStorage open() throws IOException {
    TsdbStorage storage = TsdbFixture.open(settings);
    storage.head().outOfOrderWindow(Duration.ofMillis(WINDOW));
    return storage;
  }

  private TsdbStorage kill(TsdbStorage storage) throws IOException {
    Path copy = dir.resolve("copy" + System.nanoTime());
    try (Stream<Path> files = Files.walk(settings.path())) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(settings.path().relativize(file).toString()));
      }
    }
    storage.close();
    settings = TsdbSettings.of(copy, Duration.ofDays(30));
    return open();
  }

  private Labels series() {
    int number = random.nextInt(SERIES);
    return metric("m" + number % 3, "id", "" + number);
  }

  private Model model(Labels labels) {
    return models.computeIfAbsent(labels, l -> new Model());
  }

  private void append(TsdbStorage storage, String where) throws IOException {
    long step = 1L + random.nextInt(30_000);
    int times = 1 + random.nextInt(300);
    Labels[] some = {series(), series(), series()};
    for (int i = 0; i < times; i++) {
      now += step;
      try (SampleBatch batch = storage.begin()) {
        for (Labels labels : some) {
          double value = random.nextInt(5) == 0 ? random.nextDouble() : i;
          TreeMap<Long, Double> samples = model(labels).samples;
          Outcome outcome = batch.append(batch.series(labels), 0, now, value);
          if (samples.containsKey(now)) {
            continue; // Twice in one batch.
          }
          assertEquals(Outcome.ACCEPTED, outcome, where);
          samples.put(now, value);
        }
        batch.commit();
      }
    }
  }

  private void appendLate(TsdbStorage storage, String where) throws IOException {
    Labels labels = series();
    Model model = model(labels);
    for (int i = random.nextInt(100); i > 0; i--) {
      long at = now - 1 - random.nextInt((int) WINDOW - 1);
      // What comes into a deleted span stays hidden; and of two at one instant, either may count.
      if (at < floor || model.isDeleted(at) || model.samples.containsKey(at)) {
        continue;
      }
      try (SampleBatch batch = storage.begin()) {
        assertEquals(Outcome.ACCEPTED, batch.append(batch.series(labels), 0, at, i), where);
        batch.commit();
      }
      model.samples.put(at, (double) i);
    }
  }

  private void delete(TsdbStorage storage) throws IOException {
    long from = now - random.nextInt((int) (4 * HOUR));
    TimeRange range = new TimeRange(from, from + 1 + random.nextInt((int) HOUR));
    String metric = "m" + random.nextInt(3);
    new TsdbAdmin(storage).delete(Access.system(), range, List.of(Matcher.metric(metric)));
    models.forEach(
        (labels, model) -> {
          if (labels.metricName().equals(metric)) {
            model.deleted.add(range);
            model.samples.subMap(range.startMillis(), range.endMillis()).clear();
          }
        });
  }

  private void truncate(TsdbStorage storage) throws IOException {
    floor = Math.max(floor, now - 2 * HOUR - random.nextInt((int) HOUR));
    storage.head().truncate(floor);
    for (Model model : models.values()) {
      model.samples.headMap(floor).clear();
    }
  }

  private void check(TsdbStorage storage, String where) throws IOException {
    TimeRange range = new TimeRange(floor, Long.MAX_VALUE);
    Map<Labels, List<String>> expected = new HashMap<>();
    models.forEach(
        (labels, model) -> {
          if (!model.samples.isEmpty()) {
            expected.put(
                labels,
                model.samples.entrySet().stream()
                    .map(sample -> Reading.value(sample.getKey(), sample.getValue()))
                    .toList());
          }
        });
    var inOrder = storage.head().select(Access.system(), range, List.of());
    var late = storage.head().lateSource().select(Access.system(), range, List.of());
    Map<Labels, List<String>> found = new HashMap<>();
    try (SeriesSet set = new MergedSet(Access.system(), range, List.of(inOrder, late), () -> {})) {
      Reading.all(set)
          .forEach(
              (labels, samples) -> {
                if (!samples.isEmpty()) {
                  found.put(labels, samples);
                }
              });
    }
    assertEquals(expected.keySet(), found.keySet(), where);
    expected.forEach((labels, samples) -> assertEquals(samples, found.get(labels), where));
  }
}

package dev.pharos.storage.tsdb;

import static dev.pharos.storage.tsdb.TsdbFixture.ALWAYS;
import static dev.pharos.storage.tsdb.TsdbFixture.HOUR;
import static dev.pharos.storage.tsdb.TsdbFixture.T0;
import static dev.pharos.storage.tsdb.TsdbFixture.metric;
import static dev.pharos.storage.tsdb.TsdbFixture.write;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pharos.identity.api.Access;
import dev.pharos.model.Labels;
import dev.pharos.model.Matcher;
import dev.pharos.model.NativeHistogram;
import dev.pharos.model.Sample;
import dev.pharos.model.TimeRange;
import dev.pharos.storage.api.SampleBatch;
import dev.pharos.storage.api.SampleBatch.Outcome;
import dev.pharos.storage.api.SeriesSet;
import dev.pharos.storage.testkit.Reading;
import dev.pharos.storage.tsdb.head.Head;
import dev.pharos.storage.tsdb.head.LateSnapshot;
import dev.pharos.storage.tsdb.read.MergedSet;
import dev.pharos.storage.tsdb.series.ChunkSeriesSet;
import dev.pharos.storage.tsdb.series.SeriesSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Samples that come out of order, over restarts, kills, deletions and their way into blocks. */
class LateSamplesTest {

  private static final Labels UP = metric("up", "instance", "a");
  private static final Duration WINDOW = Duration.ofHours(10);

  @TempDir Path dir;

  private TsdbSettings settings;
  private TsdbStorage storage;

  @BeforeEach
  void start() throws IOException {
    settings = TsdbSettings.of(dir.resolve("data"), Duration.ofDays(4));
    open();
  }

  @AfterEach
  void stop() throws IOException {
    storage.close();
  }

  private void open() throws IOException {
    storage = TsdbFixture.open(settings);
    storage.head().outOfOrderWindow(WINDOW);
  }

  private void restart() throws IOException {
    storage.close();
    open();
  }

  /** Starts again from what a kill at this moment would leave. */
  private void kill() throws IOException {
    Path copy = dir.resolve("copy" + System.nanoTime());
    try (Stream<Path> files = Files.walk(settings.path())) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(settings.path().relativize(file).toString()));
      }
    }
    storage.close();
    settings = TsdbSettings.of(copy, settings.retention().time());
    open();
  }

  private Outcome append(Labels labels, long timestamp, double value) throws IOException {
    try (SampleBatch batch = storage.begin()) {
      Outcome outcome = batch.append(batch.series(labels), 0, timestamp, value);
      batch.commit();
      return outcome;
    }
  }

  private List<String> read(SeriesSource... sources) throws IOException {
    List<Matcher> up = List.of(Matcher.metric("up"));
    List<ChunkSeriesSet> sets = new ArrayList<>();
    for (SeriesSource source : sources) {
      sets.add(source.select(Access.system(), ALWAYS, up));
    }
    try (SeriesSet set = new MergedSet(Access.system(), ALWAYS, sets, () -> {})) {
      return Reading.all(set).getOrDefault(UP, List.of());
    }
  }

  private List<String> all() throws IOException {
    return read(storage.head(), storage.head().lateSource());
  }

  private static List<String> told(Map<Long, Double> samples) {
    return samples.entrySet().stream().map(s -> Reading.value(s.getKey(), s.getValue())).toList();
  }

  @Test
  void are_refused_while_there_is_no_window() throws Exception {
    storage.head().outOfOrderWindow(Duration.ZERO);
    write(storage, UP, T0 + HOUR, 1);
    assertEquals(Outcome.OUT_OF_ORDER, append(UP, T0 + HOUR - 1, 1));
    assertEquals(1, storage.head().figures().outOfOrder.sum());
    assertTrue(Files.notExists(settings.wbl()));
  }

  @Test
  void are_told_apart_from_those_too_old_and_those_that_are_there() throws Exception {
    write(storage, UP, T0, 1);
    assertEquals(Outcome.ACCEPTED, append(UP, T0 - HOUR, 2));
    assertEquals(Outcome.SAME_AGAIN, append(UP, T0 - HOUR, 2));
    assertEquals(Outcome.DUPLICATE, append(UP, T0 - HOUR, 3));
    assertEquals(Outcome.DUPLICATE, append(UP, T0, 3));
    assertEquals(Outcome.ACCEPTED, append(UP, T0 - 10 * HOUR, 4));
    assertEquals(Outcome.TOO_OLD, append(UP, T0 - 10 * HOUR - 1, 5));
    assertEquals(1, storage.head().figures().tooOld.sum());
    assertEquals(2, storage.head().figures().lateValuesAppended.sum());
    assertEquals(
        List.of(
            Reading.value(T0 - 10 * HOUR, 4), Reading.value(T0 - HOUR, 2), Reading.value(T0, 1)),
        all());
  }

  @Test
  void of_a_new_series_are_its_first() throws Exception {
    write(storage, metric("other"), T0, 1);
    storage.head().refuseBefore(T0 - HOUR); // As if a block had been cut there.
    assertEquals(Outcome.ACCEPTED, append(UP, T0 - 5 * HOUR, 1));
    assertEquals(List.of(Reading.value(T0 - 5 * HOUR, 1)), all());
    assertEquals(
        List.of("a"),
        storage.head().lateSource().labelValues(Access.system(), "instance", ALWAYS, List.of()));
    storage.upkeep().compact();
    restart();
    assertEquals(List.of(Reading.value(T0 - 5 * HOUR, 1)), all());
  }

  @Test
  void that_another_batch_has_overtaken_are_kept() throws Exception {
    try (SampleBatch batch = storage.begin()) {
      assertEquals(Outcome.ACCEPTED, batch.append(batch.series(UP), 0, T0, 1));
      write(storage, UP, T0 + 1, 2);
      batch.commit();
    }
    List<String> both = List.of(Reading.value(T0, 1), Reading.value(T0 + 1, 2));
    assertEquals(both, all());
    kill();
    assertEquals(both, all());
  }

  @Test
  void in_any_order_are_there_in_order_after_restarts_and_kills() throws Exception {
    Random random = new Random(7);
    TreeMap<Long, Double> model = new TreeMap<>();
    write(storage, UP, T0, 0);
    model.put(T0, 0.0);
    for (int round = 0; round < 8; round++) {
      for (int i = 0; i < 150; i++) {
        long at = T0 - random.nextInt(9 * (int) HOUR);
        if (append(UP, at, i) == Outcome.ACCEPTED) {
          model.putIfAbsent(at, (double) i);
        }
      }
      assertEquals(told(model), all());
      if (round % 2 == 0) {
        kill();
      } else {
        restart();
      }
      assertEquals(told(model), all(), "round " + round);
    }
    try (Stream<Path> files = Files.list(settings.headChunks())) {
      assertTrue(files.mapToLong(file -> file.toFile().length()).sum() > 1000);
    }
  }

  @Test
  void may_be_histograms() throws Exception {
    write(storage, UP, T0, 1);
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      long at = T0 - HOUR + i;
      if (i / 10 % 2 == 0) {
        assertEquals(Outcome.ACCEPTED, append(UP, at, i));
        expected.add(Reading.value(at, i));
      } else {
        NativeHistogram histogram = histogram(i);
        write(storage, UP, new Sample.Histogram(Sample.NO_START, at, histogram));
        expected.add(Reading.histogram(at, histogram));
      }
    }
    expected.add(Reading.value(T0, 1));
    assertEquals(expected, all());
    restart();
    assertEquals(expected, all());
  }

  private static NativeHistogram histogram(int count) {
    return new NativeHistogram.Counts(
        NativeHistogram.ResetHint.UNKNOWN,
        0,
        0.001,
        0,
        count,
        count,
        new NativeHistogram.Span[] {new NativeHistogram.Span(0, 1)},
        new long[] {count},
        new NativeHistogram.Span[0],
        new long[0],
        new double[0]);
  }

  @Test
  void that_went_into_blocks_are_forgotten_and_later_ones_are_not() throws Exception {
    write(storage, UP, T0, 0);
    for (int i = 1; i <= 100; i++) {
      assertEquals(Outcome.ACCEPTED, append(UP, T0 - HOUR - i, i));
    }
    LateSnapshot snapshot = storage.head().lateSamples().orElseThrow();
    List<String> before = read(snapshot.source());
    assertEquals(100, before.size());
    assertEquals(Outcome.ACCEPTED, append(UP, T0 - 1, 1));
    assertEquals(before, read(snapshot.source()), "later ones are not in it");

    snapshot.forget();
    List<String> left = List.of(Reading.value(T0 - 1, 1), Reading.value(T0, 0));
    assertEquals(left, all());
    kill();
    // Chunks may still lie in files with others; they are in a block, too.
    List<String> found = new ArrayList<>(all());
    found.removeAll(before);
    assertEquals(left, found);
  }

  @Test
  void nothing_late_makes_no_snapshot() throws Exception {
    write(storage, UP, T0, 0);
    assertTrue(storage.head().lateSamples().isEmpty());
    assertEquals(Outcome.ACCEPTED, append(UP, T0 - 1, 0));
    storage.head().lateSamples().orElseThrow().forget();
    assertTrue(storage.head().lateSamples().isEmpty());
    assertEquals(Long.MAX_VALUE, storage.head().lateSource().minMillis());
  }

  @Test
  void that_are_deleted_stay_deleted() throws Exception {
    write(storage, UP, T0, 0);
    for (int i = 1; i <= 50; i++) {
      assertEquals(Outcome.ACCEPTED, append(UP, T0 - HOUR - i, i));
    }
    new TsdbAdmin(storage)
        .delete(
            Access.system(),
            new TimeRange(T0 - HOUR - 40, T0 - HOUR - 10),
            List.of(Matcher.metric("up")));
    List<String> left = all();
    assertEquals(50 - 30 + 1, left.size());
    new TsdbAdmin(storage).cleanTombstones(Access.system());
    assertEquals(left, all());
    restart();
    assertEquals(left, all());
    kill();
    assertEquals(left, all());
  }

  @Test
  void outlive_the_truncation_of_those_in_order() throws Exception {
    write(storage, UP, T0, 0);
    for (int i = 1; i <= 100; i++) {
      assertEquals(Outcome.ACCEPTED, append(UP, T0 - HOUR - i, i));
    }
    Head head = storage.head();
    List<String> late = read(head.lateSource());
    write(storage, metric("other"), T0 + 5 * HOUR, 1);
    head.truncate(T0 + HOUR);
    assertEquals(late, all());
    restart();
    assertEquals(late, read(storage.head().lateSource()));
  }
}

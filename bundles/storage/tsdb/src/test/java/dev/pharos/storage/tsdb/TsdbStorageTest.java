package dev.pharos.storage.tsdb;

import static dev.pharos.storage.tsdb.TsdbFixture.ALWAYS;
import static dev.pharos.storage.tsdb.TsdbFixture.HOUR;
import static dev.pharos.storage.tsdb.TsdbFixture.T0;
import static dev.pharos.storage.tsdb.TsdbFixture.metric;
import static dev.pharos.storage.tsdb.TsdbFixture.open;
import static dev.pharos.storage.tsdb.TsdbFixture.read;
import static dev.pharos.storage.tsdb.TsdbFixture.samples;
import static dev.pharos.storage.tsdb.TsdbFixture.write;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pharos.identity.api.Access;
import dev.pharos.model.Exemplar;
import dev.pharos.model.Labels;
import dev.pharos.model.Matcher;
import dev.pharos.model.Metadata;
import dev.pharos.model.MetricType;
import dev.pharos.model.NativeHistogram;
import dev.pharos.model.Sample;
import dev.pharos.model.TimeRange;
import dev.pharos.storage.api.SampleBatch;
import dev.pharos.storage.api.SampleBatch.Outcome;
import dev.pharos.storage.api.SampleLog;
import dev.pharos.storage.api.StorageException;
import dev.pharos.storage.api.StorageStatus;
import dev.pharos.storage.api.StorageStatus.Count;
import dev.pharos.storage.api.StorageStatus.Phase;
import dev.pharos.storage.testkit.RandomRun;
import dev.pharos.storage.testkit.Reading;
import dev.pharos.storage.testkit.Storage;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TsdbStorageTest {

  private static final Labels UP = metric("up", "instance", "a");
  private static final Labels LOAD = metric("load", "instance", "a");

  @TempDir Path dir;

  private TsdbSettings settings;
  private TsdbStorage storage;

  @BeforeEach
  void start() throws IOException {
    settings = TsdbSettings.of(dir, Duration.ofDays(15));
    storage = open(settings);
  }

  @AfterEach
  void stop() throws IOException {
    storage.close();
  }

  private void restart() throws IOException {
    storage.close();
    storage = open(settings);
  }

  private Path segment(int number) {
    return dir.resolve("wal").resolve("%08d".formatted(number));
  }

  @Nested
  class After_a_restart {

    @Test
    void samples_of_many_batches_are_there() throws Exception {
      for (int i = 0; i < 500; i++) {
        write(storage, UP, T0 + i * 15_000L, i);
      }
      restart();
      assertEquals(500, samples(storage, UP).size());
      write(storage, UP, T0 + 500 * 15_000L, 500);
      restart();
      List<String> found = samples(storage, UP);
      assertEquals(501, found.size());
      assertEquals(Reading.value(T0 + 500 * 15_000L, 500), found.getLast());
    }

    @Test
    void histograms_exemplars_and_metadata_are_there() throws Exception {
      NativeHistogram histogram =
          new NativeHistogram.FloatCounts(
              NativeHistogram.ResetHint.GAUGE,
              2,
              0.1,
              1,
              2,
              3,
              new NativeHistogram.Span[] {new NativeHistogram.Span(1, 1)},
              new double[] {1},
              new NativeHistogram.Span[0],
              new double[0],
              new double[0]);
      Exemplar exemplar = new Exemplar(Labels.of("trace_id", "x"), 1, T0);
      Metadata metadata = new Metadata(MetricType.GAUGE, "Whether it is up.", "");
      write(storage, UP, new Sample.Histogram(0, T0, histogram));
      write(storage, UP, new Sample.OfExemplar(exemplar));
      write(storage, UP, new Sample.OfMetadata(metadata));
      restart();

      assertEquals(List.of(Reading.histogram(T0, histogram)), samples(storage, UP));
      assertEquals(
          Map.of(UP, List.of(exemplar)),
          storage.exemplars(Access.system(), ALWAYS, List.of(Matcher.metric("up"))));
      assertEquals(Map.of("up", metadata), storage.metadata(Access.system()));
    }

    @Test
    void values_and_histograms_of_one_batch_keep_their_order() throws Exception {
      NativeHistogram histogram =
          new NativeHistogram.Counts(
              NativeHistogram.ResetHint.UNKNOWN,
              0,
              0,
              0,
              0,
              0,
              new NativeHistogram.Span[0],
              new long[0],
              new NativeHistogram.Span[0],
              new long[0],
              new double[0]);
      try (SampleBatch batch = storage.begin()) {
        long up = batch.series(UP);
        batch.append(up, 0, T0, 1);
        batch.append(up, new Sample.Histogram(0, T0 + 1, histogram));
        batch.append(up, 0, T0 + 2, 2);
        batch.append(batch.series(LOAD), 0, T0, 1);
        batch.commit();
      }
      restart();
      assertEquals(
          List.of(
              Reading.value(T0, 1), Reading.histogram(T0 + 1, histogram), Reading.value(T0 + 2, 2)),
          samples(storage, UP));
    }

    @Test
    void the_last_sample_still_refuses_earlier_ones() throws Exception {
      write(storage, UP, T0, 1);
      restart();
      try (SampleBatch batch = storage.begin()) {
        long up = batch.series(UP);
        assertEquals(Outcome.SAME_AGAIN, batch.append(up, 0, T0, 1));
        assertEquals(Outcome.DUPLICATE, batch.append(up, 0, T0, 2));
        assertEquals(Outcome.OUT_OF_ORDER, batch.append(up, 0, T0 - 1, 2));
      }
    }

    @Test
    void a_series_made_by_a_dropped_batch_and_written_by_another_is_there() throws Exception {
      try (SampleBatch dropped = storage.begin()) {
        dropped.append(dropped.series(UP), 0, T0, 1);
        write(storage, UP, T0 + 1, 2);
      }
      restart();
      assertEquals(List.of(Reading.value(T0 + 1, 2)), samples(storage, UP));
    }

    @Test
    void a_reference_of_a_series_that_was_never_written_is_given_to_nobody_wrongly()
        throws Exception {
      try (SampleBatch dropped = storage.begin()) {
        dropped.series(metric("never"));
      }
      write(storage, UP, T0, 1);
      restart();
      write(storage, LOAD, T0, 2);
      restart();
      assertEquals(List.of(Reading.value(T0, 1)), samples(storage, UP));
      assertEquals(List.of(Reading.value(T0, 2)), samples(storage, LOAD));
    }

    @Test
    void random_batches_read_back_as_a_naive_model_says() throws Exception {
      long seed = System.nanoTime();
      settings = settings.withSegmentBytes(64 * 1024);
      restart();
      new RandomRun(seed, new Storage(storage, storage))
          .run(
              1500,
              () -> {
                storage.upkeep().compact();
                restart();
                return new Storage(storage, storage);
              });
    }
  }

  @Nested
  class When_the_log_is_damaged {

    @Test
    void a_torn_tail_is_cut_off_and_everything_before_it_is_there() throws Exception {
      write(storage, UP, T0, 1);
      write(storage, UP, T0 + 1, 2);
      long end = storage.end().offset();
      storage.close();
      try (RandomAccessFile file = new RandomAccessFile(segment(0).toFile(), "rw")) {
        file.setLength(end - 3);
      }
      storage = open(settings);

      assertEquals(List.of(Reading.value(T0, 1)), samples(storage, UP));
      assertEquals(0, storage.figures().corruptions.sum());
      write(storage, UP, T0 + 1, 3);
      restart();
      assertEquals(List.of(Reading.value(T0, 1), Reading.value(T0 + 1, 3)), samples(storage, UP));
    }

    @Test
    void a_bad_page_costs_its_records_and_the_file_is_kept_aside() throws Exception {
      for (int i = 0; i < 20_000; i++) {
        // In so many series that none has a full chunk, which would have the samples too.
        write(storage, metric("m", "id", "" + i % 200), T0 + i, i);
      }
      storage.close();
      byte[] bytes = Files.readAllBytes(segment(0));
      assertTrue(bytes.length > 5 * 32 * 1024);
      bytes[2 * 32 * 1024 + 100] ^= 1;
      Files.write(segment(0), bytes);
      storage = open(settings);

      Map<Labels, List<String>> found = read(storage, Matcher.metric("m"));
      int count = found.values().stream().mapToInt(List::size).sum();
      assertTrue(count < 20_000 && count > 18_000, () -> "found " + count);
      assertEquals(Reading.value(T0, 0), samples(storage, metric("m", "id", "0")).getFirst());
      assertEquals(
          Reading.value(T0 + 19_999, 19_999), samples(storage, metric("m", "id", "199")).getLast());
      assertEquals(1, storage.figures().corruptions.sum());
      try (Stream<Path> aside = Files.list(dir.resolve("damaged"))) {
        assertEquals(1, aside.count());
      }

      restart();
      assertEquals(0, storage.figures().corruptions.sum());
      assertEquals(found, read(storage, Matcher.metric("m")));
    }

    @Test
    void samples_of_a_series_whose_record_is_lost_are_left_out_and_its_reference_is_not_reused()
        throws Exception {
      write(storage, UP, T0, 1);
      storage.close();
      storage = open(settings);
      write(storage, UP, T0 + 1, 2);
      storage.close();
      Files.write(segment(0), new byte[0]);
      storage = open(settings);

      assertEquals(Map.of(), read(storage, Matcher.metric("up")));
      write(storage, LOAD, T0 + 5, 5);
      restart();
      assertEquals(List.of(Reading.value(T0 + 5, 5)), samples(storage, LOAD));
      assertEquals(Map.of(), read(storage, Matcher.metric("up")));
      List<String> told = new ArrayList<>();
      TsdbLog log = new TsdbLog(storage);
      log.read(
          log.oldest(),
          new SampleLog.Reader() {
            @Override
            public void sample(Labels series, Sample sample) {
              told.add(series + " " + sample);
            }

            @Override
            public void lost(SampleLog.Position from, SampleLog.Position to) {
              told.add("lost");
            }
          });
      assertEquals(List.of(LOAD + " " + new Sample.Value(T0 + 5, 5)), told);
    }

    @Test
    void a_missing_segment_is_counted_and_the_others_are_read() throws Exception {
      write(storage, UP, T0, 1);
      restart();
      write(storage, UP, T0 + 1, 2);
      restart();
      write(storage, UP, T0 + 2, 3);
      storage.close();
      Files.delete(segment(1));
      storage = open(settings);

      assertEquals(List.of(Reading.value(T0, 1), Reading.value(T0 + 2, 3)), samples(storage, UP));
      assertEquals(1, storage.figures().corruptions.sum());
    }
  }

  @Nested
  class Deleting {

    private final TimeRange middle = new TimeRange(T0 + 10, T0 + 20);

    private void writeThirty() throws StorageException {
      try (SampleBatch batch = storage.begin()) {
        for (int i = 0; i < 30; i++) {
          batch.append(batch.series(UP), 0, T0 + i, i);
          batch.append(batch.series(LOAD), 0, T0 + i, i);
        }
        batch.commit();
      }
    }

    private void assertMiddleIsGone() throws StorageException {
      List<String> found = samples(storage, UP);
      assertEquals(20, found.size());
      assertEquals(Reading.value(T0 + 9, 9), found.get(9));
      assertEquals(Reading.value(T0 + 20, 20), found.get(10));
      assertEquals(30, samples(storage, LOAD).size());
    }

    @Test
    void hides_samples_at_once_and_after_a_restart() throws Exception {
      writeThirty();
      new TsdbAdmin(storage).delete(Access.system(), middle, List.of(Matcher.metric("up")));
      assertMiddleIsGone();
      restart();
      assertMiddleIsGone();
    }

    @Test
    void does_not_hide_what_is_written_later() throws Exception {
      writeThirty();
      new TsdbAdmin(storage)
          .delete(
              Access.system(),
              new TimeRange(T0 + 10, T0 + 10 * HOUR),
              List.of(Matcher.metric("up")));
      write(storage, UP, T0 + 100, 100);

      assertEquals(11, samples(storage, UP).size());
      restart();
      assertEquals(11, samples(storage, UP).size());
      assertEquals(Reading.value(T0 + 100, 100), samples(storage, UP).getLast());
    }

    @Test
    void cleaning_frees_the_samples_and_shows_the_same() throws Exception {
      writeThirty();
      TsdbAdmin admin = new TsdbAdmin(storage);
      admin.delete(Access.system(), middle, List.of(Matcher.metric("up")));
      admin.cleanTombstones(Access.system());
      assertMiddleIsGone();
      write(storage, UP, T0 + 31, 31);
      restart();
      assertEquals(21, samples(storage, UP).size());
    }

    @Test
    void obeys_the_matchers_of_the_access() throws Exception {
      writeThirty();
      Access access = Access.system().enforcing(List.of(Matcher.equal("instance", "b")));
      new TsdbAdmin(storage).delete(access, ALWAYS, List.of(Matcher.metric("up")));
      assertEquals(30, samples(storage, UP).size());
    }

    @Test
    void needs_a_matcher() {
      assertThrows(
          IllegalArgumentException.class,
          () -> new TsdbAdmin(storage).delete(Access.system(), ALWAYS, List.of()));
    }

    @Test
    void a_snapshot_is_a_data_folder_with_all_that_was_there() throws Exception {
      writeThirty();
      String name = new TsdbAdmin(storage).snapshot(Access.system(), true);
      write(storage, UP, T0 + HOUR, 1);
      TsdbSettings copy =
          TsdbSettings.of(dir.resolve("snapshots").resolve(name), Duration.ofDays(15));
      try (TsdbStorage copied = open(copy)) {
        assertEquals(30, samples(copied, UP).size());
        assertEquals(30, samples(copied, LOAD).size());
      }
    }
  }

  @Nested
  class Starting {

    @Test
    void tells_the_state_of_the_replay_and_of_the_head() throws Exception {
      write(storage, UP, T0, 1);
      write(storage, LOAD, T0 + 5, 1);
      storage.close();
      TsdbStatus status = new TsdbStatus(settings.retention());
      assertEquals(Phase.WAITING, status.replay().phase());
      assertTrue(status.head().isEmpty());
      storage = TsdbStorage.open(settings, status);

      assertEquals(new StorageStatus.Replay(Phase.READY, 0, 0, 0, ""), status.replay());
      assertEquals(new StorageStatus.Head(2, 2, T0, T0 + 5, 3), status.head().orElseThrow());
      assertEquals("15d", status.retention());
      assertEquals(List.of(), status.blocks());
    }

    @Test
    void counts_what_the_head_is_made_of() throws Exception {
      storage.close();
      TsdbStatus status = new TsdbStatus(settings.retention());
      storage = TsdbStorage.open(settings, status);
      write(storage, UP, T0, 1);
      write(storage, metric("up", "instance", "bcd"), T0, 1);
      write(storage, LOAD, T0, 1);

      StorageStatus.Cardinality cardinality = status.cardinality(2);
      assertEquals(List.of(new Count("up", 2), new Count("load", 1)), cardinality.seriesByMetric());
      assertEquals(
          List.of(new Count("__name__", 2), new Count("instance", 2)), cardinality.valuesByLabel());
      assertEquals(
          List.of(new Count("__name__", 8), new Count("instance", 5)), cardinality.bytesByLabel());
      assertEquals(
          List.of(new Count("__name__=up", 2), new Count("instance=a", 2)),
          cardinality.seriesByPair());
    }

    @Test
    void a_folder_in_use_is_refused_with_the_holder() {
      var e = assertThrows(IOException.class, () -> open(settings));
      assertEquals(
          "the data folder "
              + dir.toAbsolutePath()
              + " is in use by process "
              + ProcessHandle.current().pid()
              + ", which holds lock; stop it, or give this server another --storage.tsdb.path",
          e.getMessage());
    }

    @Test
    void a_folder_is_free_again_after_a_start_that_failed() throws Exception {
      storage.close();
      Files.delete(segment(0));
      Files.createDirectory(segment(0));
      assertThrows(IOException.class, () -> open(settings));
      Files.delete(segment(0));
      storage = open(settings);
    }

    @Test
    void a_file_in_place_of_the_folder_is_refused() throws Exception {
      Path file = Files.createFile(dir.resolve("file"));
      var e =
          assertThrows(IOException.class, () -> open(TsdbSettings.of(file, Duration.ofDays(1))));
      assertEquals("the data folder " + file + " is a file; name a folder", e.getMessage());
    }

    @Test
    void a_folder_that_cannot_be_written_to_is_refused() {
      Path readOnly = Path.of("/proc/self/task");
      var e =
          assertThrows(
              IOException.class, () -> open(TsdbSettings.of(readOnly, Duration.ofDays(1))));
      assertTrue(
          e.toString().contains("make it writable for the user this server runs as"), e::toString);
    }

    @Test
    void a_database_that_was_closed_says_so() throws Exception {
      storage.close();
      var e = assertThrows(StorageException.class, storage::begin);
      assertEquals("the database in " + dir + " has been closed", e.getMessage());
    }

    @Test
    void a_series_beyond_the_limit_finds_no_room() throws Exception {
      settings = settings.withMaxSeries(1);
      restart();
      long up = write(storage, UP, T0, 1);
      try (SampleBatch batch = storage.begin()) {
        assertEquals(SampleBatch.NO_ROOM, batch.series(LOAD));
        assertEquals(up, batch.series(UP));
      }
    }
  }

  @Test
  void histograms_finer_than_known_are_brought_down_and_unknown_schemas_refused() throws Exception {
    Labels labels = metric("latency");
    write(storage, labels, new Sample.Histogram(Sample.NO_START, T0, ofSchema(10)));
    for (int round = 0; round < 2; round++) {
      // Four buckets of schema 10 are one of schema 8.
      List<String> found = samples(storage, labels);
      assertEquals(1, found.size());
      assertTrue(found.getFirst().contains("schema 8"), found::toString);
      assertTrue(found.getFirst().contains("[1: 5.0]"), found::toString);
      restart();
    }
    for (int schema : new int[] {53, -10}) {
      Sample unknown = new Sample.Histogram(Sample.NO_START, T0 + 1, ofSchema(schema));
      assertThrows(IllegalArgumentException.class, () -> write(storage, labels, unknown));
    }
    write(storage, labels, new Sample.Histogram(Sample.NO_START, T0 + 2, ofSchema(8)));
  }

  private static NativeHistogram ofSchema(int schema) {
    return new NativeHistogram.Counts(
        NativeHistogram.ResetHint.UNKNOWN,
        schema,
        0.001,
        0,
        5,
        7.5,
        new NativeHistogram.Span[] {new NativeHistogram.Span(1, 2)},
        new long[] {2, 3},
        new NativeHistogram.Span[0],
        new long[0],
        new double[0]);
  }
}

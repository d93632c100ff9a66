package dev.pharos.storage.tsdb;

import static dev.pharos.storage.tsdb.TsdbFixture.HOUR;
import static dev.pharos.storage.tsdb.TsdbFixture.T0;
import static dev.pharos.storage.tsdb.TsdbFixture.metric;
import static dev.pharos.storage.tsdb.TsdbFixture.open;
import static dev.pharos.storage.tsdb.TsdbFixture.samples;
import static dev.pharos.storage.tsdb.TsdbFixture.write;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the head has in memory and what in files, over restarts, kills and damage. */
class FullChunksTest {

  private static final Labels UP = metric("up", "instance", "a");
  private static final Labels LOAD = metric("load", "instance", "a");

  @TempDir Path dir;

  private TsdbSettings settings;
  private TsdbStorage storage;

  @BeforeEach
  void start() throws IOException {
    settings = TsdbSettings.of(dir.resolve("data"), Duration.ofHours(4));
    storage = open(settings);
  }

  @AfterEach
  void stop() throws IOException {
    storage.close();
  }

  private List<String> fill(Labels labels, long start, int count) throws IOException {
    List<String> written = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long at = start + i * 15_000L;
      write(storage, labels, at, i * 0.5);
      written.add(Reading.value(at, i * 0.5));
    }
    return written;
  }

  private Path chunkFile(int number) {
    return settings.headChunks().resolve("%06d".formatted(number));
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
    storage = open(settings);
  }

  private void restart() throws IOException {
    storage.close();
    storage = open(settings);
  }

  @Test
  void are_read_from_the_disk_and_found_there_after_a_restart() throws Exception {
    List<String> written = fill(UP, T0, 1000);
    long chunks = storage.head().chunkCount();
    assertEquals(written, samples(storage, UP));
    restart();
    assertTrue(Files.size(chunkFile(1)) > 500);
    assertEquals(written, samples(storage, UP));
    assertEquals(chunks, storage.head().chunkCount());
    assertEquals(T0, storage.head().minMillis());
    assertFalse(Files.exists(chunkFile(2)), "nothing was written again");
  }

  @Test
  void hold_what_a_damaged_page_of_the_log_has_lost() throws Exception {
    List<String> written = fill(UP, T0, 4000);
    storage.close();
    Path segment = settings.wal().resolve("00000000");
    byte[] bytes = Files.readAllBytes(segment);
    assertTrue(bytes.length > 4 * 32 * 1024);
    bytes[bytes.length / 2] ^= 1;
    Files.write(segment, bytes);
    storage = open(settings);
    assertEquals(1, storage.figures().corruptions.sum());
    assertEquals(written, samples(storage, UP));
  }

  @Test
  void that_a_kill_leaves_in_the_buffer_come_from_the_log() throws Exception {
    List<String> written = fill(UP, T0, 1000);
    kill();
    assertEquals(written, samples(storage, UP));
    restart();
    assertEquals(written, samples(storage, UP));
  }

  @Test
  void that_are_damaged_come_from_the_log_and_are_counted() throws Exception {
    List<String> up = new ArrayList<>();
    List<String> load = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      up.addAll(fill(UP, T0 + i * 1_500_000L, 100));
      load.addAll(fill(LOAD, T0 + i * 1_500_000L, 100));
    }
    storage.close();
    byte[] bytes = Files.readAllBytes(chunkFile(1));
    bytes[bytes.length / 2] ^= 1;
    Files.write(chunkFile(1), bytes);
    storage = open(settings);
    assertEquals(1, storage.figures().chunkCorruptions.sum());
    assertEquals(up, samples(storage, UP));
    assertEquals(load, samples(storage, LOAD));
    restart();
    assertEquals(0, storage.figures().chunkCorruptions.sum());
    assertEquals(up, samples(storage, UP));
    assertEquals(load, samples(storage, LOAD));
  }

  @Test
  void whose_first_file_is_missing_come_from_the_log() throws Exception {
    List<String> up = fill(UP, T0, 300);
    restart();
    up.addAll(fill(UP, T0 + 300 * 15_000L, 300));
    List<String> load = fill(LOAD, T0 + 300 * 15_000L, 300);
    storage.close();
    assertTrue(Files.exists(chunkFile(2)), "the second run made a file of its own");
    Files.delete(chunkFile(1));
    storage = open(settings);
    assertEquals(up, samples(storage, UP));
    assertEquals(load, samples(storage, LOAD));
    restart();
    assertEquals(up, samples(storage, UP));
    assertEquals(load, samples(storage, LOAD));
  }

  @Test
  void of_histograms_and_values_alternate() throws Exception {
    List<String> written = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      long at = T0 + i * 15_000L;
      if (i / 50 % 2 == 0) {
        write(storage, UP, at, i);
        written.add(Reading.value(at, i));
      } else {
        NativeHistogram histogram = histogram(i);
        write(storage, UP, new Sample.Histogram(Sample.NO_START, at, histogram));
        written.add(Reading.histogram(at, histogram));
      }
    }
    assertEquals(written, samples(storage, UP));
    restart();
    assertEquals(written, samples(storage, UP));
    kill();
    assertEquals(written, samples(storage, UP));
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
  void the_sample_that_was_last_is_known_again_after_a_restart() throws Exception {
    fill(UP, T0, 480); // The last chunk ends with the block.
    long last = T0 + 479 * 15_000L;
    restart();
    try (SampleBatch batch = storage.begin()) {
      long series = batch.series(UP);
      assertEquals(Outcome.SAME_AGAIN, batch.append(series, 0, last, 479 * 0.5));
      assertEquals(Outcome.DUPLICATE, batch.append(series, 0, last, 1));
      assertEquals(Outcome.OUT_OF_ORDER, batch.append(series, 0, last - 1, 1));
    }
  }

  @Test
  void deleted_samples_stay_deleted_over_cleaning_and_restarts() throws Exception {
    List<String> written = fill(UP, T0, 1000);
    long from = T0 + 100 * 15_000L;
    long to = T0 + 700 * 15_000L;
    TsdbAdmin admin = new TsdbAdmin(storage);
    admin.delete(Access.system(), new TimeRange(from, to), List.of(Matcher.metric("up")));
    List<String> left = new ArrayList<>(written.subList(0, 100));
    left.addAll(written.subList(700, 1000));
    assertEquals(left, samples(storage, UP));

    long chunks = storage.head().chunkCount();
    admin.cleanTombstones(Access.system());
    assertTrue(storage.head().chunkCount() < chunks, "chunks that held nothing else have gone");
    assertEquals(left, samples(storage, UP));
    left.addAll(fill(UP, T0 + 1000 * 15_000L, 200));
    restart();
    assertEquals(left, samples(storage, UP));
  }

  @Test
  void are_deleted_when_they_are_too_old_and_nobody_reads_them_any_more() throws Exception {
    List<String> old = fill(UP, T0, 480);
    storage.upkeep().compact();
    long later = T0 + 6 * HOUR;
    List<String> young = fill(LOAD, later, 480);
    try (SeriesSet reading =
        storage.select(Access.system(), TsdbFixture.ALWAYS, List.of(Matcher.metric("up")))) {
      assertTrue(reading.next());
      storage.upkeep().compact();
      assertEquals(old, samples(storage, UP), "they are in a block now");
      assertEquals(old, Reading.samples(reading.samples()));
      assertTrue(Files.exists(chunkFile(1)));
    }
    // The file has young chunks, too; those behind the truncation come into the next one.
    storage.upkeep().compact();
    young.addAll(fill(LOAD, T0 + 12 * HOUR, 480));
    storage.upkeep().compact();
    storage.upkeep().compact();
    assertFalse(Files.exists(chunkFile(1)));
    assertEquals(young, samples(storage, LOAD));
    restart();
    assertEquals(young, samples(storage, LOAD));
  }
}

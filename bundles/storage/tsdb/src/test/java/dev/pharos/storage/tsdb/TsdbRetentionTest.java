package dev.pharos.storage.tsdb;

import static dev.pharos.storage.tsdb.TsdbFixture.HOUR;
import static dev.pharos.storage.tsdb.TsdbFixture.T0;
import static dev.pharos.storage.tsdb.TsdbFixture.metric;
import static dev.pharos.storage.tsdb.TsdbFixture.open;
import static dev.pharos.storage.tsdb.TsdbFixture.read;
import static dev.pharos.storage.tsdb.TsdbFixture.samples;
import static dev.pharos.storage.tsdb.TsdbFixture.write;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pharos.identity.api.Access;
import dev.pharos.model.Labels;
import dev.pharos.model.Matcher;
import dev.pharos.model.Metadata;
import dev.pharos.model.MetricType;
import dev.pharos.model.Sample;
import dev.pharos.storage.api.SampleBatch;
import dev.pharos.storage.api.SampleBatch.Outcome;
import dev.pharos.storage.testkit.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is too old goes, from blocks, head and log. */
class TsdbRetentionTest {

  private static final Labels UP = metric("up", "instance", "a");
  private static final Labels LOAD = metric("load", "instance", "a");

  @TempDir Path dir;

  private TsdbSettings settings;
  private TsdbStorage storage;

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

  private List<String> walFiles() throws IOException {
    try (Stream<Path> files = Files.list(dir.resolve("wal"))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @BeforeEach
  void shorten() throws IOException {
    settings = TsdbSettings.of(dir, Duration.ofHours(4));
    storage = open(settings);
  }

  private void writeHours(Labels labels, int from, int to) throws IOException {
    for (int hour = from; hour <= to; hour++) {
      write(storage, labels, T0 + hour * HOUR, hour);
      storage.upkeep().compact();
    }
  }

  @Test
  void forgets_samples_series_and_segments_and_keeps_the_rest_over_a_restart() throws Exception {
    write(storage, LOAD, T0, 1);
    write(storage, LOAD, new Sample.OfMetadata(new Metadata(MetricType.GAUGE, "gone", "")));
    write(storage, UP, T0 + 1, 1);
    Metadata kept = new Metadata(MetricType.GAUGE, "kept", "");
    write(storage, UP, new Sample.OfMetadata(kept));
    writeHours(UP, 1, 20);

    List<String> found = samples(storage, UP);
    assertEquals(Reading.value(T0 + 20 * HOUR, 20), found.getLast());
    // Blocks go as a whole: four hours of them, and what the head has not given up yet.
    assertTrue(found.size() <= 8, found::toString);
    assertEquals(Map.of(), read(storage, Matcher.metric("load")));
    assertEquals(Map.of("up", kept), storage.metadata(Access.system()));
    List<String> files = walFiles();
    assertTrue(files.size() <= 8, files::toString);
    assertEquals(1, files.stream().filter(name -> name.startsWith("checkpoint.")).count());

    restart();
    assertEquals(found, samples(storage, UP));
    assertEquals(Map.of(), read(storage, Matcher.metric("load")));
    assertEquals(Map.of("up", kept), storage.metadata(Access.system()));
  }

  @Test
  void the_reference_of_a_forgotten_series_is_unknown_and_a_new_one_works() throws Exception {
    long load = write(storage, LOAD, T0, 1);
    writeHours(UP, 1, 12);

    try (SampleBatch batch = storage.begin()) {
      assertEquals(Outcome.UNKNOWN_SERIES, batch.append(load, 0, T0 + 12 * HOUR, 1));
      assertEquals(Outcome.ACCEPTED, batch.append(batch.series(LOAD), 0, T0 + 12 * HOUR, 1));
      batch.commit();
    }
    restart();
    assertEquals(List.of(Reading.value(T0 + 12 * HOUR, 1)), samples(storage, LOAD));
  }

  @Test
  void a_series_forgotten_while_a_batch_was_open_comes_back_with_its_commit() throws Exception {
    long load = write(storage, LOAD, T0, 1);
    try (SampleBatch batch = storage.begin()) {
      assertEquals(Outcome.ACCEPTED, batch.append(load, 0, T0 + 12 * HOUR, 1));
      writeHours(UP, 1, 12);
      assertEquals(Map.of(), read(storage, Matcher.metric("load")));
      batch.commit();
    }
    List<String> expected = List.of(Reading.value(T0 + 12 * HOUR, 1));
    assertEquals(expected, samples(storage, LOAD));
    restart();
    assertEquals(expected, samples(storage, LOAD));
  }

  @Test
  void a_series_looked_up_again_is_one_series_after_a_restart_from_the_whole_log()
      throws Exception {
    try (AutoCloseable hold = new TsdbLog(storage).hold("test", storage.end())) {
      write(storage, LOAD, T0, 1);
      writeHours(UP, 1, 12);
      write(storage, LOAD, T0 + 12 * HOUR, 2);
      assertTrue(walFiles().contains("00000001"), hold::toString);
      restart();
    }
    assertEquals(Reading.value(T0 + 12 * HOUR, 2), samples(storage, LOAD).getLast());
    writeHours(UP, 13, 20);
    write(storage, LOAD, T0 + 20 * HOUR, 3);
    restart();
    assertEquals(Reading.value(T0 + 20 * HOUR, 3), samples(storage, LOAD).getLast());
    assertEquals(1, read(storage, Matcher.metric("load")).size());
  }

  @Test
  void a_draft_of_a_checkpoint_that_was_never_finished_is_removed() throws Exception {
    writeHours(UP, 0, 3);
    storage.close();
    Path draft = Files.createDirectory(dir.resolve("wal").resolve("checkpoint.00000001.tmp"));
    Files.writeString(draft.resolve("00000000"), "half");
    storage = open(settings);

    assertFalse(Files.exists(draft));
    assertEquals(4, samples(storage, UP).size());
  }

  @Test
  void segments_that_a_checkpoint_covers_are_deleted_if_a_crash_left_them() throws Exception {
    writeHours(UP, 0, 12);
    List<String> expected = samples(storage, UP);
    storage.close();
    Files.write(segment(0), new byte[] {1, 0, 1, 2, 3, 4, 5, 6}, StandardOpenOption.CREATE);
    storage = open(settings);

    assertFalse(Files.exists(segment(0)));
    assertTrue(samples(storage, UP).containsAll(expected));
  }

  @Test
  void less_than_a_block_is_refused() {
    var e =
        assertThrows(
            IllegalArgumentException.class, () -> TsdbSettings.of(dir, Duration.ofMinutes(90)));
    assertEquals(
        "retention.time is 1h30m; set it to 2h or more, the span of a block", e.getMessage());
  }
}

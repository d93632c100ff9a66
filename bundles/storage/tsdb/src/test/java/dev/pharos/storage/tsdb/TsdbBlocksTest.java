package dev.pharos.storage.tsdb;

import static dev.pharos.storage.tsdb.TsdbFixture.ALWAYS;
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
import dev.pharos.model.TimeRange;
import dev.pharos.storage.api.SampleBatch;
import dev.pharos.storage.api.SampleBatch.Outcome;
import dev.pharos.storage.api.SeriesSet;
import dev.pharos.storage.testkit.Reading;
import dev.pharos.storage.tsdb.compact.BlockFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Head and blocks of one database, seen as one. */
class TsdbBlocksTest {

  private static final Labels UP = metric("up", "instance", "a");
  private static final Labels OLD = metric("old", "instance", "b");
  private static final long MINUTE = 60_000;

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

  /** A sample a minute from one hour up to another; what is read back of them. */
  private List<String> fill(Labels labels, int fromHour, int toHour) throws Exception {
    List<String> expected = new ArrayList<>();
    try (SampleBatch batch = storage.begin()) {
      long series = batch.series(labels);
      for (long at = T0 + fromHour * HOUR; at < T0 + toHour * HOUR; at += MINUTE) {
        assertEquals(Outcome.ACCEPTED, batch.append(series, 0, at, (double) at));
        expected.add(Reading.value(at, (double) at));
      }
      batch.commit();
    }
    return expected;
  }

  private int blocks() {
    return storage.blocks().metas().size();
  }

  @Test
  void queries_see_head_and_blocks_as_one_before_and_after_a_restart() throws Exception {
    List<String> old = fill(OLD, 0, 1);
    List<String> up = fill(UP, 0, 26);
    storage.upkeep().compact();
    assertTrue(blocks() >= 2);
    assertTrue(storage.head().minMillis() > T0 + 20 * HOUR);
    for (int round = 0; round < 2; round++) {
      assertEquals(up, samples(storage, UP));
      assertEquals(old, samples(storage, OLD));
      assertEquals(
          List.of("old", "up"),
          storage.labelValues(Access.system(), Labels.METRIC_NAME, ALWAYS, List.of(), 0));
      assertEquals(
          List.of("old"),
          storage.labelValues(Access.system(), Labels.METRIC_NAME, ALWAYS, List.of(), 1));
      assertEquals(
          List.of("up"),
          storage.labelValues(
              Access.system(),
              Labels.METRIC_NAME,
              new TimeRange(T0 + 25 * HOUR, T0 + 26 * HOUR),
              List.of(),
              0));
      restart();
    }
  }

  @Test
  void samples_that_are_in_a_block_are_refused_and_their_neighbours_taken() throws Exception {
    fill(UP, 0, 4);
    storage.upkeep().compact();
    long edge = storage.head().floorMillis();
    assertEquals(storage.blocks().inOrderEndMillis().orElseThrow(), edge);
    for (int round = 0; round < 2; round++) {
      try (SampleBatch batch = storage.begin()) {
        long series = batch.series(OLD);
        assertEquals(Outcome.TOO_OLD, batch.append(series, 0, edge - 1, 1));
        assertEquals(Outcome.ACCEPTED, batch.append(series, 0, edge, 1));
      }
      restart();
    }
  }

  @Test
  void history_that_is_written_in_stays_in_the_head_while_it_is_coming() throws Exception {
    write(storage, UP, T0 + 1000 * HOUR, 1);
    List<String> old = new ArrayList<>(fill(OLD, 0, 4));
    storage.upkeep().compact();
    assertEquals(0, blocks());
    old.addAll(fill(OLD, 4, 8));
    storage.upkeep().compact();
    assertTrue(blocks() > 0);
    old.addAll(fill(OLD, 8, 9));
    storage.upkeep().compact();
    storage.upkeep().compact();
    assertEquals(old, samples(storage, OLD));
    restart();
    assertEquals(old, samples(storage, OLD));
  }

  @Test
  void deleted_samples_are_gone_from_head_and_blocks_and_cleaning_frees_them() throws Exception {
    fill(UP, 0, 8);
    List<String> old = fill(OLD, 0, 7);
    storage.upkeep().compact();
    storage.upkeep().compact();
    assertTrue(blocks() > 0);
    TsdbAdmin admin = new TsdbAdmin(storage);
    admin.delete(Access.system(), ALWAYS, List.of(Matcher.metric("up")));
    assertEquals(List.of(), samples(storage, UP));
    restart();
    assertEquals(List.of(), samples(storage, UP));
    long before = storage.blocks().bytes();
    new TsdbAdmin(storage).cleanTombstones(Access.system());
    assertTrue(storage.blocks().bytes() < before);
    assertEquals(List.of(), samples(storage, UP));
    assertEquals(old, samples(storage, OLD));
    assertEquals(
        List.of("old"),
        storage.labelValues(Access.system(), Labels.METRIC_NAME, ALWAYS, List.of(), 0));
  }

  @Test
  void a_block_that_is_damaged_is_set_aside_and_the_rest_is_served() throws Exception {
    List<String> up = fill(UP, 0, 8);
    storage.upkeep().compact();
    int all = blocks();
    String bad = storage.blocks().metas().getFirst().ulid().toString();
    storage.close();
    Path index = dir.resolve(bad).resolve("index");
    byte[] bytes = Files.readAllBytes(index);
    bytes[bytes.length - 1] ^= 1;
    Files.write(index, bytes, StandardOpenOption.TRUNCATE_EXISTING);
    storage = open(settings);
    assertEquals(all - 1, blocks());
    List<BlockFolder.SetAside> aside = storage.blocks().setAside();
    assertEquals(bad, aside.getFirst().name());
    List<String> left = samples(storage, UP);
    assertFalse(left.isEmpty());
    assertTrue(up.containsAll(left) && left.size() < up.size());
  }

  @Test
  void a_reader_goes_on_while_its_block_is_deleted() throws Exception {
    List<String> up = fill(UP, 0, 8);
    storage.upkeep().compact();
    try (SeriesSet set = storage.select(Access.system(), ALWAYS, List.of(Matcher.metric("up")))) {
      storage.blocks().delete(storage.blocks().metas().stream().map(meta -> meta.ulid()).toList());
      assertEquals(0, blocks());
      assertEquals(up, Reading.all(set).get(UP));
    }
    try (var entries = Files.list(dir)) {
      assertFalse(entries.anyMatch(entry -> Files.exists(entry.resolve("meta.json"))));
    }
  }

  @Test
  void the_status_tells_of_the_blocks_and_what_is_kept() throws Exception {
    fill(UP, 0, 4);
    storage.upkeep().compact();
    TsdbStatus status = new TsdbStatus(settings.retention());
    assertEquals(List.of(), status.blocks());
    status.ready(storage);
    var block = status.blocks().getFirst();
    assertEquals(storage.blocks().metas().getFirst().ulid().toString(), block.ulid());
    assertEquals(block.minMillis(), block.meta().get("minTime"));
    assertEquals("15d", status.retention());
    storage.apply(
        new FileSettings(
            Duration.ZERO, new FileSettings.Retention(Duration.ofDays(1), 50L << 30, 0), 0));
    assertEquals("1d or 50GB", status.retention());
  }
}

package dev.pharos.storage.tsdb;

import static dev.pharos.storage.tsdb.TsdbFixture.ALWAYS;
import static dev.pharos.storage.tsdb.TsdbFixture.HOUR;
import static dev.pharos.storage.tsdb.TsdbFixture.T0;
import static dev.pharos.storage.tsdb.TsdbFixture.metric;
import static dev.pharos.storage.tsdb.TsdbFixture.open;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pharos.identity.api.Access;
import dev.pharos.model.Labels;
import dev.pharos.model.Matcher;
import dev.pharos.model.Sample;
import dev.pharos.model.TimeRange;
import dev.pharos.storage.api.SampleBatch;
import dev.pharos.storage.api.SampleBatch.Outcome;
import dev.pharos.storage.tsdb.block.BlockMeta;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What deleting frees, and when: samples, series, and the names that nobody has any more. */
class DeletedSeriesTest {

  private static final int SERIES = 40;
  private static final long MINUTE = 60_000;
  private static final Labels KEPT = metric("kept", "instance", "a");

  @TempDir Path dir;

  private TsdbStorage storage;

  @BeforeEach
  void start() throws IOException {
    storage = open(TsdbSettings.of(dir, Duration.ofDays(15)));
  }

  @AfterEach
  void stop() throws IOException {
    storage.close();
  }

  private static Labels gone(int number) {
    return metric("gone", "unit", "u" + number);
  }

  /** A sample a minute of some series. */
  private void fill(int fromHour, int toHour, List<Labels> labels) throws Exception {
    try (SampleBatch batch = storage.begin()) {
      for (long at = T0 + fromHour * HOUR; at < T0 + toHour * HOUR; at += MINUTE) {
        for (Labels each : labels) {
          assertEquals(
              Outcome.ACCEPTED,
              batch.append(batch.series(each), Sample.NO_START, at, Math.sin((double) at)));
        }
      }
      batch.commit();
    }
  }

  private void fill(Labels labels, int fromHour, int toHour) throws Exception {
    fill(fromHour, toHour, List.of(labels));
  }

  private static List<Labels> all() {
    return IntStream.range(0, SERIES).mapToObj(DeletedSeriesTest::gone).toList();
  }

  private void fillAll(int fromHour, int toHour) throws Exception {
    fill(fromHour, toHour, Stream.concat(Stream.of(KEPT), all().stream()).toList());
  }

  private void delete(TimeRange range) throws Exception {
    new TsdbAdmin(storage).delete(Access.system(), range, List.of(Matcher.metric("gone")));
  }

  private void clean() throws Exception {
    new TsdbAdmin(storage).cleanTombstones(Access.system());
  }

  private List<String> names() throws Exception {
    return storage.labelNames(Access.system(), ALWAYS, List.of(), 0);
  }

  private List<String> metrics() throws Exception {
    return storage.labelValues(Access.system(), Labels.METRIC_NAME, ALWAYS, List.of(), 0);
  }

  private long seriesOfBlocks() {
    return storage.blocks().metas().stream().mapToLong(meta -> meta.stats().series()).sum();
  }

  private void assertOnlyKeptIsTold() throws Exception {
    assertEquals(List.of(Labels.METRIC_NAME, "instance"), names());
    assertEquals(List.of("kept"), metrics());
    assertEquals(List.of(), storage.labelValues(Access.system(), "unit", ALWAYS, List.of(), 0));
  }

  @Test
  void cleaning_frees_the_chunks_of_head_and_blocks_and_takes_series_and_names_away()
      throws Exception {
    fillAll(0, 8);
    storage.upkeep().compact();
    storage.upkeep().compact();
    int blocks = storage.blocks().metas().size();
    long bytes = storage.blocks().bytes();
    long chunks = storage.head().chunkCount();
    assertTrue(blocks > 0 && chunks > SERIES);

    delete(ALWAYS);
    clean();

    assertEquals(blocks, seriesOfBlocks(), "one series in each");
    assertTrue(
        storage.blocks().bytes() < bytes / 10, () -> storage.blocks().bytes() + " of " + bytes);
    for (BlockMeta meta : storage.blocks().metas()) {
      assertEquals(0, meta.stats().tombstones());
    }
    long left = storage.head().chunkCount();
    assertTrue(left <= chunks / SERIES, () -> left + " of " + chunks);
    assertOnlyKeptIsTold();

    fill(KEPT, 8, 14);
    storage.upkeep().compact();
    assertEquals(1, storage.head().seriesCount());
    assertEquals(2, storage.head().labelPairs());
    assertEquals(
        List.of("kept"),
        storage.head().cardinality(10).seriesByMetric().stream()
            .map(count -> count.name())
            .toList());
    stop();
    start();
    assertOnlyKeptIsTold();
  }

  @Test
  void a_block_of_nothing_but_deleted_samples_goes_as_a_whole() throws Exception {
    fill(0, 6, all());
    storage.upkeep().compact();
    assertTrue(storage.blocks().metas().size() > 0);
    delete(ALWAYS);
    clean();
    assertEquals(List.of(), storage.blocks().metas());
    assertEquals(List.of(), names());
  }

  @Test
  void without_cleaning_what_is_deleted_in_the_head_is_freed_when_the_next_block_is_cut()
      throws Exception {
    fillAll(0, 3);
    delete(ALWAYS);
    assertTrue(storage.head().chunkCount() > SERIES, "hidden, and there");
    assertEquals(1 + SERIES, storage.head().seriesCount());

    fill(KEPT, 3, 4);
    storage.upkeep().compact();

    // The block has the first two hours; what was deleted of the third is gone, too.
    assertEquals(1, storage.blocks().metas().size());
    assertEquals(1, seriesOfBlocks());
    assertTrue(storage.head().chunkCount() < SERIES, "freed");
    assertOnlyKeptIsTold();

    fill(KEPT, 4, 6);
    storage.upkeep().compact();
    assertEquals(1, storage.head().seriesCount());
  }

  @Test
  void a_sample_before_those_that_were_deleted_outlives_a_restart() throws Exception {
    fillAll(2, 3);
    delete(ALWAYS);
    storage.logged().truncate(T0 + HOUR);
    storage.head().outOfOrderWindow(Duration.ofHours(6));
    TsdbFixture.write(storage, gone(3), T0 + HOUR + MINUTE, 7);
    List<String> read = TsdbFixture.samples(storage, gone(3));
    assertEquals(1, read.size());
    stop();
    start();
    assertEquals(read, TsdbFixture.samples(storage, gone(3)));
  }

  @Test
  void what_is_deleted_in_part_keeps_its_names_and_its_other_samples() throws Exception {
    fillAll(0, 3);
    delete(new TimeRange(T0, T0 + HOUR));
    clean();
    assertEquals(List.of("gone", "kept"), metrics());
    assertEquals(120, TsdbFixture.samples(storage, gone(0)).size());
    fill(KEPT, 3, 14);
    storage.upkeep().compact();
    assertEquals(List.of("gone", "kept"), metrics());
    assertEquals(120, TsdbFixture.samples(storage, gone(0)).size());
  }

  @Test
  void a_series_that_was_deleted_and_cleaned_comes_back_with_its_next_sample() throws Exception {
    fillAll(0, 3);
    delete(ALWAYS);
    clean();
    fill(gone(3), 4, 5);
    assertEquals(List.of("gone", "kept"), metrics());
    assertEquals(List.of("u3"), storage.labelValues(Access.system(), "unit", ALWAYS, List.of(), 0));
    assertEquals(60, TsdbFixture.samples(storage, gone(3)).size());
    stop();
    start();
    assertEquals(60, TsdbFixture.samples(storage, gone(3)).size());
    assertEquals(0, TsdbFixture.samples(storage, gone(4)).size());
  }
}

package dev.pharos.storage.fanout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pharos.identity.api.Access;
import dev.pharos.model.Labels;
import dev.pharos.model.Matcher;
import dev.pharos.model.Sample;
import dev.pharos.model.TimeRange;
import dev.pharos.storage.api.SampleBatch;
import dev.pharos.storage.api.SampleBatch.Outcome;
import dev.pharos.storage.api.SampleCursor;
import dev.pharos.storage.api.SampleWriter;
import dev.pharos.storage.api.SeriesReader;
import dev.pharos.storage.api.SeriesSet;
import dev.pharos.storage.api.StorageException;
import dev.pharos.storage.memory.MemoryStorage;
import dev.pharos.storage.testkit.Reading;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FanoutStorageTest {

  private static final TimeRange ALWAYS = new TimeRange(Long.MIN_VALUE, Long.MAX_VALUE);
  private static final Labels A = Labels.of("__name__", "m", "x", "a");
  private static final Labels B = Labels.of("__name__", "m", "x", "b");
  private static final Labels C = Labels.of("__name__", "m", "x", "c");
  private static final Matcher METRIC = Matcher.metric("m");

  private final PartList parts = new PartList("");
  private final PartFailures failures = new PartFailures(() -> 0);
  private final FanoutStorage fanout = new FanoutStorage(parts::current, failures);
  private final MemoryStorage main = new MemoryStorage();
  private final MemoryStorage second = new MemoryStorage();

  private void addMain() {
    parts.addWriter(new Part<>("tsdb", 0, 1, 10, main));
    parts.addReader(new Part<>("tsdb", 0, 2, 10, main));
  }

  private void addSecond() {
    parts.addWriter(new Part<>("second", 5, 3, 20, second));
    parts.addReader(new Part<>("second", 5, 4, 20, second));
  }

  private static long write(SampleWriter writer, Labels labels, long timestamp, double value)
      throws StorageException {
    try (SampleBatch batch = writer.begin()) {
      long series = batch.series(labels);
      assertEquals(Outcome.ACCEPTED, batch.append(series, Sample.NO_START, timestamp, value));
      batch.commit();
      return series;
    }
  }

  private static Map<Labels, List<String>> read(SeriesReader reader) throws StorageException {
    return Reading.all(reader, Access.system(), ALWAYS, METRIC);
  }

  @Test
  void without_a_main_part_every_operation_says_so() {
    var e = assertThrows(StorageException.class, fanout::begin);
    assertEquals("there is no storage: install a storage bundle and configure it", e.getMessage());
    assertThrows(StorageException.class, () -> read(fanout));
  }

  @Test
  void a_configured_main_part_is_waited_for() {
    PartList configured = new PartList("tsdb");
    configured.addWriter(new Part<>("second", 0, 1, 20, second));
    var e =
        assertThrows(
            StorageException.class, () -> new FanoutStorage(configured::current, failures).begin());
    assertEquals("the main storage part tsdb is not there (yet)", e.getMessage());
  }

  @Test
  void without_a_tsdb_the_writer_with_the_highest_ranking_is_the_main_part() {
    addSecond();
    parts.addWriter(new Part<>("other", 1, 5, 20, main));
    assertEquals("second", parts.current().mainName());
    addMain();
    assertEquals("tsdb", parts.current().mainName());
  }

  @Test
  void samples_go_to_every_writer() throws Exception {
    addMain();
    addSecond();
    write(fanout, A, 1, 1);
    write(fanout, A, 2, 2);

    Map<Labels, List<String>> expected =
        Map.of(A, List.of(Reading.value(1, 1), Reading.value(2, 2)));
    assertEquals(expected, read(main));
    assertEquals(expected, read(second));
    assertEquals(expected, read(fanout));
  }

  @Test
  void a_dropped_batch_is_dropped_everywhere() throws Exception {
    addMain();
    addSecond();
    try (SampleBatch batch = fanout.begin()) {
      batch.append(batch.series(A), Sample.NO_START, 1, 1);
    }
    assertEquals(Map.of(), read(main));
    assertEquals(Map.of(), read(second));
  }

  @Test
  void a_second_writer_that_fails_is_counted_and_the_batch_succeeds() throws Exception {
    addMain();
    parts.addWriter(
        new Part<>(
            "broken",
            0,
            3,
            20,
            () -> {
              throw new StorageException("out of order");
            }));
    parts.addWriter(new Part<>("worse", 0, 5, 20, () -> new BrokenBatch()));
    write(fanout, A, 1, 1);

    assertEquals(Map.of(A, List.of(Reading.value(1, 1))), read(main));
    assertEquals(Map.of("broken", 1L, "worse", 1L), failures.writes());
  }

  @Test
  void a_main_part_that_fails_fails_the_batch_everywhere() throws Exception {
    parts.addWriter(new Part<>("tsdb", 0, 1, 10, () -> new FullDisk(main.begin())));
    addSecond();

    assertThrows(StorageException.class, () -> write(fanout, A, 1, 1));
    assertEquals(Map.of(), read(second));
  }

  @Test
  void a_reference_from_before_the_main_part_was_replaced_is_unknown() throws Exception {
    addMain();
    long before = write(fanout, A, 1, 1);
    parts.removeWriter(1);
    parts.removeReader(2);
    MemoryStorage replacement = new MemoryStorage();
    parts.addWriter(new Part<>("tsdb", 0, 7, 10, replacement));
    parts.addReader(new Part<>("tsdb", 0, 8, 10, replacement));

    try (SampleBatch batch = fanout.begin()) {
      long b = batch.series(B);
      assertTrue(b != before);
      assertEquals(Outcome.UNKNOWN_SERIES, batch.append(before, Sample.NO_START, 2, 2));
      assertEquals(Outcome.UNKNOWN_SERIES, batch.append(before, new Sample.Value(2, 2)));
      assertEquals(Outcome.ACCEPTED, batch.append(b, Sample.NO_START, 2, 2));
      batch.commit();
    }
    assertEquals(Map.of(B, List.of(Reading.value(2, 2))), read(fanout));
  }

  @Test
  void references_of_the_parts_themselves_are_unknown_to_the_fanout() throws Exception {
    addMain();
    try (SampleBatch batch = fanout.begin()) {
      batch.series(A);
      assertEquals(Outcome.UNKNOWN_SERIES, batch.append(1, Sample.NO_START, 2, 2));
    }
  }

  @Test
  void a_second_writer_that_comes_later_gets_what_is_written_from_then_on() throws Exception {
    addMain();
    long before = write(fanout, A, 1, 1);
    addSecond();
    try (SampleBatch batch = fanout.begin()) {
      assertEquals(Outcome.UNKNOWN_SERIES, batch.append(before, Sample.NO_START, 2, 2));
      batch.append(batch.series(A), Sample.NO_START, 2, 2);
      batch.commit();
    }
    assertEquals(Map.of(A, List.of(Reading.value(2, 2))), read(second));
  }

  @Test
  void series_of_all_parts_are_merged_and_the_main_part_wins() throws Exception {
    addMain();
    addSecond();
    write(main, A, 1, 1);
    write(main, A, 3, 3);
    write(main, C, 1, 1);
    write(second, A, 2, -2);
    write(second, A, 3, -3);
    write(second, A, 4, -4);
    write(second, B, 1, -1);

    Map<Labels, List<String>> found = read(fanout);

    assertEquals(List.of(A, B, C), List.copyOf(found.keySet()));
    assertEquals(
        List.of(
            Reading.value(1, 1), Reading.value(2, -2), Reading.value(3, 3), Reading.value(4, -4)),
        found.get(A));
    assertEquals(List.of(Reading.value(1, -1)), found.get(B));
  }

  @Test
  void a_merged_cursor_seeks_in_all_parts() throws Exception {
    addMain();
    addSecond();
    for (int i = 0; i < 10; i++) {
      write(i % 2 == 0 ? main : second, A, i, i);
    }
    try (SeriesSet set = fanout.select(Access.system(), ALWAYS, List.of(METRIC))) {
      assertTrue(set.next());
      SampleCursor cursor = set.samples();
      assertEquals(SampleCursor.Kind.VALUE, cursor.seek(3));
      assertEquals(3, cursor.timestampMillis());
      assertEquals(SampleCursor.Kind.VALUE, cursor.seek(2));
      assertEquals(3, cursor.timestampMillis());
      assertEquals(SampleCursor.Kind.VALUE, cursor.next());
      assertEquals(4, cursor.timestampMillis());
      assertEquals(SampleCursor.Kind.END, cursor.seek(100));
      assertEquals(SampleCursor.Kind.END, cursor.next());
    }
  }

  @Test
  void a_second_part_that_cannot_be_read_is_a_warning_that_names_it() throws Exception {
    addMain();
    write(main, A, 1, 1);
    parts.addReader(new Part<>("remote", 0, 9, 20, new BrokenReader()));

    try (SeriesSet set = fanout.select(Access.system(), ALWAYS, List.of(METRIC))) {
      assertEquals(Map.of(A, List.of(Reading.value(1, 1))), Reading.all(set));
      assertEquals(
          List.of("the storage part remote could not be read, so samples may be missing: no route"),
          set.warnings());
    }
    assertEquals(
        List.of("__name__", "x"), fanout.labelNames(Access.system(), ALWAYS, List.of(), 0));
    assertEquals(Map.of("remote", 2L), failures.reads());
  }

  @Test
  void a_part_that_has_gone_is_a_warning_until_it_comes_back() throws Exception {
    addMain();
    addSecond();
    write(main, A, 1, 1);
    write(second, B, 1, 2);
    parts.removeWriter(3);
    parts.removeReader(4);

    try (SeriesSet set = fanout.select(Access.system(), ALWAYS, List.of(METRIC))) {
      assertEquals(Map.of(A, List.of(Reading.value(1, 1))), Reading.all(set));
      assertEquals(
          List.of("the storage part second is gone, so samples that only it holds are missing"),
          set.warnings());
    }
    addSecond();
    try (SeriesSet set = fanout.select(Access.system(), ALWAYS, List.of(METRIC))) {
      assertEquals(2, Reading.all(set).size());
      assertEquals(List.of(), set.warnings());
    }
  }

  @Test
  void the_bundle_of_the_main_part_stays_unless_another_part_takes_over() {
    addMain();
    assertTrue(parts.objection(10).startsWith("keeps the samples, as the main storage part tsdb"));
    assertEquals("", parts.objection(20));

    parts.addReader(new Part<>("second", 5, 4, 20, second));
    assertFalse(parts.objection(10).isEmpty(), "nobody would write");

    parts.addWriter(new Part<>("second", 5, 3, 20, second));
    assertEquals("", parts.objection(10));
  }

  @Test
  void the_bundle_of_a_main_part_that_was_named_stays() {
    PartList named = new PartList("tsdb");
    named.addWriter(new Part<>("tsdb", 0, 1, 10, main));
    named.addWriter(new Part<>("second", 5, 3, 20, second));
    named.addReader(new Part<>("second", 5, 4, 20, second));
    assertTrue(named.objection(10).endsWith("in etc/dev.pharos.storage.fanout.cfg first"));
  }

  @Test
  void a_main_part_that_cannot_be_read_fails_the_read() {
    parts.addReader(new Part<>("tsdb", 0, 9, 10, new BrokenReader()));
    parts.addReader(new Part<>("second", 0, 10, 20, second));

    var e = assertThrows(StorageException.class, () -> read(fanout));
    assertEquals("no route", e.getMessage());
  }

  /** Takes everything and fails in the end. */
  private static final class BrokenBatch implements SampleBatch {
    @Override
    public long series(Labels labels) {
      return 1;
    }

    @Override
    public Outcome append(long series, long startMillis, long timestampMillis, double value) {
      throw new IllegalStateException("broken");
    }

    @Override
    public Outcome append(long series, Sample sample) {
      throw new IllegalStateException("broken");
    }

    @Override
    public void commit() {}

    @Override
    public void close() {}
  }

  /** Refuses to commit. */
  private static final class FullDisk implements SampleBatch {
    private final SampleBatch behind;

    FullDisk(SampleBatch behind) {
      this.behind = behind;
    }

    @Override
    public long series(Labels labels) {
      return behind.series(labels);
    }

    @Override
    public Outcome append(long series, long startMillis, long timestampMillis, double value) {
      return behind.append(series, startMillis, timestampMillis, value);
    }

    @Override
    public Outcome append(long series, Sample sample) {
      return behind.append(series, sample);
    }

    @Override
    public void commit() throws StorageException {
      throw new StorageException("no space left");
    }

    @Override
    public void close() {
      behind.close();
    }
  }

  /** Cannot be reached. */
  private static final class BrokenReader implements SeriesReader {
    @Override
    public SeriesSet select(Access access, TimeRange range, List<Matcher> matchers)
        throws StorageException {
      throw new StorageException("no route");
    }

    @Override
    public List<String> labelNames(
        Access access, TimeRange range, List<Matcher> matchers, int limit) throws StorageException {
      throw new StorageException("no route");
    }

    @Override
    public List<String> labelValues(
        Access access, String name, TimeRange range, List<Matcher> matchers, int limit)
        throws StorageException {
      throw new StorageException("no route");
    }

    @Override
    public Map<Labels, List<dev.pharos.model.Exemplar>> exemplars(
        Access access, TimeRange range, List<Matcher> matchers) throws StorageException {
      throw new StorageException("no route");
    }

    @Override
    public Map<String, dev.pharos.model.Metadata> metadata(Access access) throws StorageException {
      throw new StorageException("no route");
    }
  }
}

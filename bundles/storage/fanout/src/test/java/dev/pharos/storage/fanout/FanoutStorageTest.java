package dev.pharos.storage.fanout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pharos.client.Registry;
import dev.pharos.identity.api.Access;
import dev.pharos.model.Exemplar;
import dev.pharos.model.Labels;
import dev.pharos.model.Matcher;
import dev.pharos.model.Metadata;
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
import dev.pharos.storage.testkit.Storage;
import dev.pharos.storage.testkit.StorageContract;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class FanoutStorageTest {

  private static final Labels UP = Labels.of("__name__", "up", "job", "a");
  private static final Labels DOWN = Labels.of("__name__", "down", "job", "a");
  private static final TimeRange ALWAYS = new TimeRange(0, Long.MAX_VALUE);
  private static final Duration WINDOW = Duration.ofDays(2);

  private final PartFailures failures = new PartFailures(new Registry());
  private final MemoryStorage main = new MemoryStorage();
  private final MemoryStorage second = new MemoryStorage();

  @Nested
  class Over_one_part extends StorageContract {

    @Override
    protected Storage openEmpty() {
      MemoryStorage part = new MemoryStorage(WINDOW, 0);
      return new Storage(writer(1, part), reader(part));
    }

    @Override
    protected Duration window() {
      return WINDOW;
    }
  }

  @Nested
  class Over_two_parts extends StorageContract {

    @Override
    protected Storage openEmpty() {
      MemoryStorage one = new MemoryStorage(WINDOW, 0);
      MemoryStorage other = new MemoryStorage(WINDOW, 0);
      return new Storage(writer(1, one, other), reader(one, other));
    }

    @Override
    protected Duration window() {
      return WINDOW;
    }
  }

  private FanoutWriter writer(int number, SampleWriter main, SampleWriter... seconds) {
    List<SecondPart> others = new ArrayList<>();
    for (SampleWriter second : seconds) {
      others.add(new SecondPart(new Part<>("second", 0, second)));
    }
    Generation generation = new Generation(number, new Part<>("main", 0, main), others);
    return new FanoutWriter(() -> generation, failures);
  }

  private FanoutReader reader(SeriesReader... readers) {
    List<Part<SeriesReader>> parts = new ArrayList<>();
    for (SeriesReader reader : readers) {
      parts.add(new Part<>("part" + parts.size(), 0, reader));
    }
    return new FanoutReader(() -> parts, failures);
  }

  @Test
  void every_part_gets_what_the_main_part_gets() throws Exception {
    append(writer(1, main, second), UP, 1000, 1);

    assertEquals(Map.of(UP, List.of("1000=1.0")), all(main));
    assertEquals(all(main), all(second));
  }

  @Test
  void a_second_part_that_fails_is_no_failure_of_the_batch() throws Exception {
    SampleWriter broken =
        () -> {
          throw new StorageException("the disk is full");
        };
    append(writer(1, main, broken, second), UP, 1000, 1);

    assertEquals(Map.of(UP, List.of("1000=1.0")), all(main));
    assertEquals(all(main), all(second));
  }

  @Test
  void a_main_part_that_fails_to_commit_fails_the_batch_for_all() throws Exception {
    assertThrows(
        StorageException.class, () -> append(writer(1, failingCommit(), second), UP, 1000, 1));

    assertEquals(Map.of(), all(second));
  }

  @Test
  void a_reference_is_unknown_after_the_parts_have_changed() throws Exception {
    long before;
    try (SampleBatch batch = writer(1, main).begin()) {
      before = batch.series(UP);
      batch.append(before, 0, 1000, 1);
      batch.commit();
    }
    try (SampleBatch batch = writer(References.next(1), second).begin()) {
      assertEquals(Outcome.UNKNOWN_SERIES, batch.append(before, 0, 2000, 2));
      long after = batch.series(UP);
      assertNotEquals(before, after);
      assertEquals(Outcome.ACCEPTED, batch.append(after, 0, 2000, 2));
      batch.commit();
    }
  }

  @Test
  void a_reference_serves_in_later_batches_for_all_parts() throws Exception {
    FanoutWriter writer = writer(1, main, second);
    long series;
    try (SampleBatch batch = writer.begin()) {
      series = batch.series(UP);
      batch.commit();
    }
    try (SampleBatch batch = writer.begin()) {
      assertEquals(Outcome.ACCEPTED, batch.append(series, new Sample.Value(1000, 7)));
      batch.commit();
    }
    assertEquals(Map.of(UP, List.of("1000=7.0")), all(second));
  }

  @Test
  void a_series_in_two_parts_reads_as_one_with_the_main_parts_value_where_both_have_one()
      throws Exception {
    append(writer(1, main), UP, 1000, 1);
    append(writer(1, main), UP, 3000, 3);
    append(writer(1, second), UP, 1000, -1);
    append(writer(1, second), UP, 2000, 2);
    append(writer(1, second), DOWN, 2000, 5);

    assertEquals(
        Map.of(UP, List.of("1000=1.0", "2000=2.0", "3000=3.0"), DOWN, List.of("2000=5.0")),
        all(reader(main, second)));
  }

  @Test
  void seeking_in_a_merged_series_finds_the_first_sample_of_any_part() throws Exception {
    append(writer(1, main), UP, 1000, 1);
    append(writer(1, main), UP, 5000, 5);
    append(writer(1, second), UP, 3000, 3);

    try (SeriesSet set =
        reader(main, second).select(Access.system(), ALWAYS, List.of(Matcher.metric("up")))) {
      assertTrue(set.next());
      SampleCursor samples = set.samples();
      samples.seek(2000);
      assertEquals(3000, samples.timestampMillis());
      samples.seek(3000);
      assertEquals(3000, samples.timestampMillis());
      samples.next();
      assertEquals(5000, samples.timestampMillis());
    }
  }

  @Test
  void a_part_that_cannot_be_read_is_named_in_a_warning_and_the_rest_is_there() throws Exception {
    append(writer(1, main), UP, 1000, 1);

    try (SeriesSet set =
        reader(main, new BrokenReader())
            .select(Access.system(), ALWAYS, List.of(Matcher.metric("up")))) {
      assertTrue(set.next());
      assertEquals(UP, set.labels());
      assertEquals(1, set.warnings().size());
      assertTrue(set.warnings().getFirst().contains("part1"), set.warnings()::toString);
    }
    assertEquals(
        List.of("__name__", "job"),
        reader(main, new BrokenReader())
            .labelNames(Access.system(), ALWAYS, List.of(Matcher.metric("up")), 0));
  }

  @Test
  void when_no_part_can_be_read_the_read_fails() {
    assertThrows(
        StorageException.class,
        () ->
            reader(new BrokenReader(), new BrokenReader())
                .select(Access.system(), ALWAYS, List.of(Matcher.metric("up"))));
  }

  private static void append(SampleWriter writer, Labels labels, long timestampMillis, double value)
      throws StorageException {
    try (SampleBatch batch = writer.begin()) {
      batch.append(batch.series(labels), Sample.NO_START, timestampMillis, value);
      batch.commit();
    }
  }

  private static Map<Labels, List<String>> all(SeriesReader reader) throws StorageException {
    Map<Labels, List<String>> found = new TreeMap<>();
    try (SeriesSet set =
        reader.select(
            Access.system(), ALWAYS, List.of(new Matcher(Matcher.Type.REGEX, "__name__", ".+")))) {
      while (set.next()) {
        List<String> samples = new ArrayList<>();
        SampleCursor cursor = set.samples();
        while (cursor.next() != SampleCursor.Kind.END) {
          samples.add(cursor.timestampMillis() + "=" + cursor.value());
        }
        found.put(set.labels(), samples);
      }
    }
    return found;
  }

  private SampleWriter failingCommit() {
    return () -> new FailingCommit(main.begin());
  }

  private record FailingCommit(SampleBatch batch) implements SampleBatch {

    @Override
    public long series(Labels labels) {
      return batch.series(labels);
    }

    @Override
    public Outcome append(long series, long startMillis, long timestampMillis, double value) {
      return batch.append(series, startMillis, timestampMillis, value);
    }

    @Override
    public Outcome append(long series, Sample sample) {
      return batch.append(series, sample);
    }

    @Override
    public void commit() throws StorageException {
      throw new StorageException("the disk is full");
    }

    @Override
    public void close() {
      batch.close();
    }
  }

  private static final class BrokenReader implements SeriesReader {

    private static StorageException broken() {
      return new StorageException("the disk is gone");
    }

    @Override
    public SeriesSet select(Access access, TimeRange range, List<Matcher> matchers)
        throws StorageException {
      throw broken();
    }

    @Override
    public List<String> labelNames(
        Access access, TimeRange range, List<Matcher> matchers, int limit) throws StorageException {
      throw broken();
    }

    @Override
    public List<String> labelValues(
        Access access, String name, TimeRange range, List<Matcher> matchers, int limit)
        throws StorageException {
      throw broken();
    }

    @Override
    public Map<Labels, List<Exemplar>> exemplars(
        Access access, TimeRange range, List<Matcher> matchers) throws StorageException {
      throw broken();
    }

    @Override
    public Map<String, Metadata> metadata(Access access) throws StorageException {
      throw broken();
    }
  }
}

package dev.pharos.storage.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pharos.identity.api.Access;
import dev.pharos.model.Labels;
import dev.pharos.model.Matcher;
import dev.pharos.model.Sample;
import dev.pharos.model.TimeRange;
import dev.pharos.storage.api.SampleBatch;
import dev.pharos.storage.api.SampleBatch.Outcome;
import dev.pharos.storage.testkit.Reading;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MemoryStorageTest {

  private static final TimeRange ALWAYS = new TimeRange(Long.MIN_VALUE, Long.MAX_VALUE);
  private static final Labels A = Labels.of("__name__", "a");
  private static final Labels B = Labels.of("__name__", "b");

  private static long write(MemoryStorage storage, Labels labels, long timestampMillis)
      throws Exception {
    try (SampleBatch batch = storage.begin()) {
      long series = batch.series(labels);
      assertEquals(Outcome.ACCEPTED, batch.append(series, Sample.NO_START, timestampMillis, 1));
      batch.commit();
      return series;
    }
  }

  private static Map<Labels, List<String>> read(MemoryStorage storage, String metric)
      throws Exception {
    return Reading.all(storage, Access.system(), ALWAYS, Matcher.metric(metric));
  }

  @Test
  void samples_older_than_the_retention_are_forgotten() throws Exception {
    var storage = new MemoryStorage(Duration.ofMillis(100), 0);
    write(storage, A, 0);
    write(storage, A, 50);
    write(storage, A, 120);

    assertEquals(
        Map.of(A, List.of(Reading.value(50, 1), Reading.value(120, 1))), read(storage, "a"));
  }

  @Test
  void the_reference_of_a_forgotten_series_is_unknown() throws Exception {
    var storage = new MemoryStorage(Duration.ofMillis(100), 0);
    long a = write(storage, A, 0);
    write(storage, B, 1000);

    assertEquals(Map.of(), read(storage, "a"));
    try (SampleBatch batch = storage.begin()) {
      assertEquals(Outcome.UNKNOWN_SERIES, batch.append(a, Sample.NO_START, 1000, 1));
      assertTrue(batch.series(A) != a);
    }
  }

  @Test
  void a_series_forgotten_while_a_batch_was_open_comes_back_with_its_commit() throws Exception {
    var storage = new MemoryStorage(Duration.ofMillis(100), 0);
    long a = write(storage, A, 0);
    try (SampleBatch batch = storage.begin()) {
      batch.append(a, Sample.NO_START, 950, 1);
      write(storage, B, 1000);
      batch.commit();
    }

    assertEquals(Map.of(A, List.of(Reading.value(950, 1))), read(storage, "a"));
  }

  @Test
  void a_series_beyond_the_limit_finds_no_room_and_known_ones_do() throws Exception {
    var storage = new MemoryStorage(Duration.ofDays(1), 1);
    long a = write(storage, A, 0);

    try (SampleBatch batch = storage.begin()) {
      assertEquals(SampleBatch.NO_ROOM, batch.series(B));
      assertEquals(a, batch.series(A));
    }
  }

  @Test
  void a_storage_made_without_bounds_takes_any_instant() throws Exception {
    var storage = new MemoryStorage();
    write(storage, A, Long.MAX_VALUE - 1);
    write(storage, B, Long.MIN_VALUE);

    assertEquals(Map.of(B, List.of(Reading.value(Long.MIN_VALUE, 1))), read(storage, "b"));
  }
}

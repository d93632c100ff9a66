package dev.pharos.storage.testkit;

import static dev.pharos.storage.api.SampleBatch.Outcome.OUT_OF_ORDER;
import static dev.pharos.storage.api.SampleBatch.Outcome.SAME_AGAIN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pharos.identity.api.Access;
import dev.pharos.identity.api.AccessEndedException;
import dev.pharos.model.Exemplar;
import dev.pharos.model.Labels;
import dev.pharos.model.Matcher;
import dev.pharos.model.Metadata;
import dev.pharos.model.MetricType;
import dev.pharos.model.Sample;
import dev.pharos.model.TimeRange;
import dev.pharos.storage.api.SampleBatch;
import dev.pharos.storage.api.SampleCursor;
import dev.pharos.storage.api.SampleCursor.Kind;
import dev.pharos.storage.api.SeriesSet;
import dev.pharos.storage.api.StorageException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/**
 * What every storage backend must do. Extend it, and answer a fresh, empty storage.
 *
 * <p>This half is about reading; what it builds on is about writing. A backend that only reads or
 * only writes is tested together with the one that does the other half.
 */
public abstract class StorageContract extends WritingContract {

  /** Series that a batch writes to where batches are to be seen whole. */
  private static final int GROUP = 1000;

  // Selecting

  @Test
  void series_come_in_the_order_of_their_labels() throws Exception {
    for (String instance : List.of("z", "b", "a-1", "a", "m")) {
      write(metric("up", "instance", instance), T0, 1);
    }
    write(metric("up"), T0, 1);
    write(metric("up", "zone", "x"), T0, 1);

    List<Labels> found = found(Matcher.metric("up"));

    assertEquals(found.stream().sorted().toList(), found);
    assertEquals(7, found.size());
  }

  @Test
  void equal_selects_the_value_or_its_absence() throws Exception {
    writeFour();
    assertEquals(List.of(LOAD_A, UP_A), found(matcher(Matcher.Type.EQUAL, "instance", "a")));
    assertEquals(
        List.of(UP_C), found(Matcher.metric("up"), matcher(Matcher.Type.EQUAL, "job", "")));
    assertEquals(List.of(), found(matcher(Matcher.Type.EQUAL, "instance", "nobody")));
    assertEquals(List.of(), found(matcher(Matcher.Type.EQUAL, "nothing", "a")));
  }

  @Test
  void not_equal_selects_other_values_and_absence() throws Exception {
    writeFour();
    assertEquals(
        List.of(UP_B, UP_C),
        found(Matcher.metric("up"), matcher(Matcher.Type.NOT_EQUAL, "instance", "a")));
    assertEquals(
        List.of(UP_C), found(Matcher.metric("up"), matcher(Matcher.Type.NOT_EQUAL, "job", "node")));
    assertEquals(
        List.of(UP_A, UP_B),
        found(Matcher.metric("up"), matcher(Matcher.Type.NOT_EQUAL, "job", "")));
    assertEquals(
        List.of(UP_A, UP_B, UP_C),
        found(Matcher.metric("up"), matcher(Matcher.Type.NOT_EQUAL, "nothing", "a")));
  }

  @Test
  void regex_selects_matching_values_and_absence_if_the_empty_text_matches() throws Exception {
    writeFour();
    assertEquals(
        List.of(UP_A, UP_B),
        found(Matcher.metric("up"), matcher(Matcher.Type.REGEX, "instance", "a|b")));
    assertEquals(
        List.of(UP_B, UP_C),
        found(Matcher.metric("up"), matcher(Matcher.Type.REGEX, "instance", "[b-z]")));
    assertEquals(
        List.of(UP_A, UP_B),
        found(Matcher.metric("up"), matcher(Matcher.Type.REGEX, "job", "n.+")));
    assertEquals(
        List.of(UP_A, UP_B, UP_C),
        found(Matcher.metric("up"), matcher(Matcher.Type.REGEX, "job", "(n.*)?")));
    assertEquals(
        List.of(UP_C), found(Matcher.metric("up"), matcher(Matcher.Type.REGEX, "job", "|other")));
    assertEquals(
        List.of(LOAD_A, UP_A, UP_B, UP_C), found(matcher(Matcher.Type.REGEX, "__name__", ".+")));
  }

  @Test
  void not_regex_selects_the_rest() throws Exception {
    writeFour();
    assertEquals(
        List.of(UP_C),
        found(Matcher.metric("up"), matcher(Matcher.Type.NOT_REGEX, "instance", "a|b")));
    assertEquals(
        List.of(UP_A),
        found(Matcher.metric("up"), matcher(Matcher.Type.NOT_REGEX, "instance", "[b-z]")));
    assertEquals(
        List.of(UP_C), found(Matcher.metric("up"), matcher(Matcher.Type.NOT_REGEX, "job", ".+")));
    assertEquals(
        List.of(), found(Matcher.metric("up"), matcher(Matcher.Type.NOT_REGEX, "job", ".*")));
  }

  @Test
  void matchers_that_all_allow_absence_select_too() throws Exception {
    writeFour();
    assertEquals(List.of(UP_C), found(matcher(Matcher.Type.EQUAL, "job", "")));
    assertEquals(
        List.of(UP_B, UP_C),
        found(
            matcher(Matcher.Type.NOT_EQUAL, "instance", "a"),
            matcher(Matcher.Type.NOT_EQUAL, "nothing", "x")));
  }

  @Test
  void matchers_of_the_access_hold_as_well() throws Exception {
    writeFour();
    Access access = Access.system().enforcing(List.of(Matcher.equal("instance", "a")));

    assertEquals(
        List.of(UP_A),
        List.copyOf(Reading.all(storage.reader(), access, ALWAYS, Matcher.metric("up")).keySet()));
    assertEquals(
        Map.of(), Reading.all(storage.reader(), access, ALWAYS, Matcher.equal("instance", "b")));
    assertEquals(
        List.of("a"), storage.reader().labelValues(access, "instance", ALWAYS, List.of(), 0));
    Access none = Access.system().enforcing(List.of(Matcher.equal("job", "nobody")));
    assertEquals(List.of(), storage.reader().labelNames(none, ALWAYS, List.of(), 0));
  }

  @Test
  void a_select_without_matchers_is_refused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> storage.reader().select(Access.system(), ALWAYS, List.of()));
  }

  @Test
  void the_range_holds_its_start_and_not_its_end() throws Exception {
    for (int i = 0; i < 5; i++) {
      write(UP_A, T0 + i * 10L, i);
    }

    Map<Labels, List<String>> found =
        Reading.all(
            storage.reader(),
            Access.system(),
            new TimeRange(T0 + 10, T0 + 30),
            Matcher.metric("up"));

    assertEquals(
        Map.of(UP_A, List.of(Reading.value(T0 + 10, 1), Reading.value(T0 + 20, 2))), found);
  }

  @Test
  void a_series_without_samples_near_the_range_is_not_found() throws Exception {
    write(UP_A, T0, 1);
    TimeRange after = new TimeRange(T0 + 100_000_000_000L, T0 + 100_000_000_001L);

    assertEquals(
        Map.of(), Reading.all(storage.reader(), Access.system(), after, Matcher.metric("up")));
    assertEquals(List.of(), storage.reader().labelNames(Access.system(), after, List.of(), 0));
  }

  @Test
  void the_set_has_no_current_series_before_the_first_and_after_the_last() throws Exception {
    write(UP_A, T0, 1);
    try (SeriesSet set =
        storage.reader().select(Access.system(), ALWAYS, List.of(Matcher.metric("up")))) {
      assertThrows(IllegalStateException.class, set::labels);
      assertTrue(set.next());
      assertFalse(set.next());
      assertFalse(set.next());
      assertThrows(IllegalStateException.class, set::labels);
      assertEquals(List.of(), set.warnings());
    }
  }

  @Test
  void cursors_of_earlier_series_stay_usable() throws Exception {
    writeFour();
    try (SeriesSet set =
        storage.reader().select(Access.system(), ALWAYS, List.of(Matcher.metric("up")))) {
      set.next();
      SampleCursor first = set.samples();
      set.next();
      SampleCursor second = set.samples();
      SampleCursor secondAgain = set.samples();
      assertEquals(List.of(Reading.value(T0, 2)), Reading.samples(second));
      assertEquals(List.of(Reading.value(T0, 1)), Reading.samples(first));
      assertEquals(List.of(Reading.value(T0, 2)), Reading.samples(secondAgain));
    }
  }

  // Cursors

  private SampleCursor cursorOver(int samples, TimeRange range) throws StorageException {
    try (SampleBatch batch = storage.writer().begin()) {
      for (int i = 0; i < samples; i++) {
        append(batch, UP_A, T0 + i * 10L, i);
      }
      batch.commit();
    }
    return samplesNow(range);
  }

  private SampleCursor samplesNow(TimeRange range) throws StorageException {
    SeriesSet set = storage.reader().select(Access.system(), range, List.of(Matcher.metric("up")));
    assertTrue(set.next());
    return set.samples();
  }

  @Test
  void next_goes_over_all_samples_and_then_stays_at_the_end() throws Exception {
    SampleCursor cursor = cursorOver(2, ALWAYS);

    assertEquals(Kind.VALUE, cursor.next());
    assertEquals(T0, cursor.timestampMillis());
    assertEquals(0.0, cursor.value());
    assertEquals(Kind.VALUE, cursor.next());
    assertEquals(T0 + 10, cursor.timestampMillis());
    assertEquals(Kind.END, cursor.next());
    assertEquals(Kind.END, cursor.next());
    assertEquals(Kind.END, cursor.seek(T0));
  }

  @Test
  void seek_goes_to_the_first_sample_at_or_after_the_instant() throws Exception {
    SampleCursor cursor = cursorOver(500, ALWAYS);

    assertEquals(Kind.VALUE, cursor.seek(T0 + 15));
    assertEquals(T0 + 20, cursor.timestampMillis());
    assertEquals(Kind.VALUE, cursor.seek(T0 + 4000));
    assertEquals(T0 + 4000, cursor.timestampMillis());
    assertEquals(400.0, cursor.value());
    assertEquals(Kind.VALUE, cursor.next());
    assertEquals(T0 + 4010, cursor.timestampMillis());
    assertEquals(Kind.END, cursor.seek(T0 + 4991));
  }

  @Test
  void seek_stays_where_the_current_sample_is_late_enough() throws Exception {
    SampleCursor cursor = cursorOver(300, ALWAYS);

    cursor.seek(T0 + 2000);
    assertEquals(Kind.VALUE, cursor.seek(T0 + 10));
    assertEquals(T0 + 2000, cursor.timestampMillis());
    assertEquals(Kind.VALUE, cursor.seek(T0 + 2000));
    assertEquals(T0 + 2000, cursor.timestampMillis());
  }

  @Test
  void seek_does_not_leave_the_range() throws Exception {
    SampleCursor cursor = cursorOver(300, new TimeRange(T0 + 1000, T0 + 1020));

    assertEquals(Kind.VALUE, cursor.seek(Long.MIN_VALUE));
    assertEquals(T0 + 1000, cursor.timestampMillis());
    assertEquals(Kind.VALUE, cursor.next());
    assertEquals(Kind.END, cursor.next());

    SampleCursor other = cursorOver(0, new TimeRange(T0 + 1000, T0 + 1020));
    assertEquals(Kind.END, other.seek(T0 + 1020));
  }

  // Many values at once

  @Test
  void values_are_read_into_arrays_until_these_are_full() throws Exception {
    SampleCursor cursor = cursorOver(500, ALWAYS);
    long[] timestamps = new long[203];
    double[] values = new double[203];

    assertEquals(200, cursor.read(timestamps, values, 3, 203));

    assertEquals(0, timestamps[2]);
    assertEquals(T0, timestamps[3]);
    assertEquals(T0 + 1990, timestamps[202]);
    assertEquals(199.0, values[202]);
    assertEquals(T0 + 1990, cursor.timestampMillis());
    assertEquals(199.0, cursor.value());
    assertEquals(0, cursor.read(timestamps, values, 5, 5));
    assertEquals(Kind.VALUE, cursor.next());
    assertEquals(T0 + 2000, cursor.timestampMillis());
    assertEquals(Kind.VALUE, cursor.seek(T0 + 4900));
    assertEquals(9, cursor.read(timestamps, values, 0, 100));
    assertEquals(T0 + 4990, timestamps[8]);
    assertEquals(499.0, values[8]);
    assertEquals(Kind.END, cursor.seek(Long.MIN_VALUE));
    assertEquals(0, cursor.read(timestamps, values, 0, 100));
  }

  @Test
  void reading_into_arrays_keeps_to_the_range() throws Exception {
    SampleCursor cursor = cursorOver(500, new TimeRange(T0 + 1005, T0 + 1050));
    long[] timestamps = new long[100];

    assertEquals(4, cursor.read(timestamps, new double[100], 0, 100));

    assertEquals(T0 + 1010, timestamps[0]);
    assertEquals(T0 + 1040, timestamps[3]);
  }

  @Test
  void reading_into_arrays_stops_at_a_histogram() throws Exception {
    write(UP_A, T0, 1);
    write(UP_A, T0 + 10, 2);
    writeOne(UP_A, new Sample.Histogram(Sample.NO_START, T0 + 20, counts(3)));
    write(UP_A, T0 + 30, 4);
    SampleCursor cursor = samplesNow(ALWAYS);
    long[] timestamps = new long[9];
    double[] values = new double[9];

    assertEquals(2, cursor.read(timestamps, values, 0, 9));

    assertEquals(2.0, values[1]);
    assertEquals(Kind.HISTOGRAM, cursor.seek(Long.MIN_VALUE));
    assertEquals(Reading.histogram(T0 + 20, counts(3)), Reading.current(cursor, Kind.HISTOGRAM));
    assertEquals(1, cursor.read(timestamps, values, 0, 9));
    assertEquals(T0 + 30, timestamps[0]);
    assertEquals(4.0, values[0]);
    assertEquals(Kind.END, cursor.seek(Long.MIN_VALUE));
  }

  // Labels

  @Test
  void label_names_are_sorted_and_follow_matchers_and_limit() throws Exception {
    writeFour();
    Access access = Access.system();
    assertEquals(
        List.of("__name__", "instance", "job"),
        storage.reader().labelNames(access, ALWAYS, List.of(), 0));
    assertEquals(
        List.of("__name__", "instance"),
        storage.reader().labelNames(access, ALWAYS, List.of(Matcher.equal("instance", "c")), 0));
    assertEquals(List.of("__name__"), storage.reader().labelNames(access, ALWAYS, List.of(), 1));
  }

  @Test
  void label_values_are_in_the_order_of_their_utf8() throws Exception {
    for (String value : List.of("😀", "\uffee", "z")) {
      write(Labels.of("__name__", "up", "instance", value), T0, 1);
    }
    assertEquals(
        List.of("z", "\uffee", "😀"),
        storage.reader().labelValues(Access.system(), "instance", ALWAYS, List.of(), 0));
  }

  @Test
  void label_values_are_sorted_and_follow_matchers_and_limit() throws Exception {
    writeFour();
    Access access = Access.system();
    assertEquals(
        List.of("a", "b", "c"),
        storage.reader().labelValues(access, "instance", ALWAYS, List.of(), 0));
    assertEquals(
        List.of("a"),
        storage
            .reader()
            .labelValues(access, "instance", ALWAYS, List.of(Matcher.metric("load")), 0));
    assertEquals(
        List.of("a", "b"), storage.reader().labelValues(access, "instance", ALWAYS, List.of(), 2));
    assertEquals(List.of(), storage.reader().labelValues(access, "nothing", ALWAYS, List.of(), 0));
  }

  // Exemplars and metadata

  @Test
  void exemplars_are_read_back_in_order() throws Exception {
    Exemplar one = new Exemplar(Labels.of("trace_id", "1"), 0.5, T0);
    Exemplar two = new Exemplar(Labels.of("trace_id", "2"), 0.7, T0 + 10);
    write(UP_A, T0, 1);
    writeOne(UP_A, new Sample.OfExemplar(one));
    writeOne(UP_A, new Sample.OfExemplar(two));

    List<Matcher> up = List.of(Matcher.metric("up"));
    Access access = Access.system();
    assertEquals(Map.of(UP_A, List.of(one, two)), storage.reader().exemplars(access, ALWAYS, up));
    assertEquals(
        Map.of(UP_A, List.of(one)),
        storage.reader().exemplars(access, new TimeRange(T0, T0 + 10), up));
    assertEquals(
        Map.of(), storage.reader().exemplars(access, ALWAYS, List.of(Matcher.metric("other"))));
    assertEquals(
        Map.of(),
        storage
            .reader()
            .exemplars(access.enforcing(List.of(Matcher.equal("instance", "b"))), ALWAYS, up));
  }

  @Test
  void an_exemplar_told_again_is_held_once() throws Exception {
    Exemplar exemplar = new Exemplar(Labels.of("trace_id", "1"), 0.5, T0);
    write(UP_A, T0, 1);
    writeOne(UP_A, new Sample.OfExemplar(exemplar));

    try (SampleBatch batch = storage.writer().begin()) {
      long series = batch.series(UP_A);
      assertEquals(SAME_AGAIN, batch.append(series, new Sample.OfExemplar(exemplar)));
      Exemplar earlier = new Exemplar(Labels.EMPTY, 1, T0 - 1);
      assertEquals(OUT_OF_ORDER, batch.append(series, new Sample.OfExemplar(earlier)));
      batch.commit();
    }
    assertEquals(
        Map.of(UP_A, List.of(exemplar)),
        storage.reader().exemplars(Access.system(), ALWAYS, List.of(Matcher.metric("up"))));
  }

  @Test
  void the_latest_metadata_of_a_metric_counts() throws Exception {
    Metadata gauge = new Metadata(MetricType.GAUGE, "Whether it is up.", "");
    Metadata other = new Metadata(MetricType.GAUGE, "Whether it answers.", "");
    write(UP_A, T0, 1);
    write(LOAD_A, T0, 1);
    writeOne(UP_A, new Sample.OfMetadata(gauge));
    writeOne(LOAD_A, new Sample.OfMetadata(gauge));
    writeOne(UP_B, new Sample.OfMetadata(other));

    assertEquals(Map.of("up", other, "load", gauge), storage.reader().metadata(Access.system()));
  }

  @Test
  void metadata_is_shown_for_metrics_that_can_be_seen() throws Exception {
    Metadata gauge = new Metadata(MetricType.GAUGE, "help", "unit");
    write(UP_B, T0, 1);
    write(LOAD_A, T0, 1);
    writeOne(UP_B, new Sample.OfMetadata(gauge));
    writeOne(LOAD_A, new Sample.OfMetadata(gauge));
    Access access = Access.system().enforcing(List.of(Matcher.equal("instance", "a")));

    assertEquals(Map.of("load", gauge), storage.reader().metadata(access));
  }

  // Access

  @Test
  void an_access_that_was_cancelled_reads_nothing() throws Exception {
    writeFour();
    Access access = Access.system();
    access.cancel("the user left");
    List<Matcher> up = List.of(Matcher.metric("up"));

    assertEnds(() -> storage.reader().select(access, ALWAYS, up).next());
    assertEnds(() -> storage.reader().labelNames(access, ALWAYS, up, 0));
    assertEnds(() -> storage.reader().labelValues(access, "job", ALWAYS, up, 0));
    assertEnds(() -> storage.reader().exemplars(access, ALWAYS, up));
    assertEnds(() -> storage.reader().metadata(access));
  }

  private static void assertEnds(Executable read) {
    var e = assertThrows(AccessEndedException.class, read);
    assertEquals(AccessEndedException.Why.CANCELLED, e.why());
  }

  @Test
  void a_select_under_way_ends_when_its_access_is_cancelled() throws Exception {
    writeFour();
    Access access = Access.system();
    try (SeriesSet set = storage.reader().select(access, ALWAYS, List.of(Matcher.metric("up")))) {
      assertTrue(set.next());
      access.cancel("enough");
      assertThrows(AccessEndedException.class, set::next);
    }
  }

  @Test
  void a_select_ends_at_its_deadline() throws Exception {
    writeFour();
    Access access = Access.system().within(Duration.ZERO);
    var e =
        assertThrows(
            AccessEndedException.class,
            () -> {
              try (SeriesSet set =
                  storage.reader().select(access, ALWAYS, List.of(Matcher.metric("up")))) {
                set.next();
              }
            });
    assertEquals(AccessEndedException.Why.DEADLINE, e.why());
  }

  // Many at once

  @Test
  void writers_and_readers_at_once_never_see_half_a_batch() throws Exception {
    int writers = 3;
    int batches = 60;
    AtomicBoolean done = new AtomicBoolean();
    // Virtual threads that never wait would leave no processor to the others.
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      List<Future<?>> writing = new ArrayList<>();
      for (int w = 0; w < writers; w++) {
        String writer = "w" + w;
        writing.add(
            threads.submit(
                () -> {
                  writeGroups(writer, batches);
                  return null;
                }));
      }
      List<Future<?>> reading = new ArrayList<>();
      for (int r = 0; r < 2; r++) {
        reading.add(
            threads.submit(
                () -> {
                  while (!done.get()) {
                    assertWholeGroups();
                  }
                  return null;
                }));
      }
      try {
        for (Future<?> future : writing) {
          future.get(50, TimeUnit.SECONDS);
        }
      } finally {
        done.set(true);
      }
      for (Future<?> future : reading) {
        future.get(50, TimeUnit.SECONDS);
      }
    }
    Map<Labels, List<String>> all = read(Matcher.metric("group"));
    assertEquals(GROUP * writers, all.size());
    all.forEach((labels, samples) -> assertEquals(batches, samples.size(), labels::toString));
  }

  private void writeGroups(String writer, int batches) throws StorageException {
    for (int i = 0; i < batches; i++) {
      try (SampleBatch batch = storage.writer().begin()) {
        for (int member = 0; member < GROUP; member++) {
          Labels labels = metric("group", "member", "" + member, "writer", writer);
          append(batch, labels, T0 + i * 1000L, i);
        }
        batch.commit();
      }
    }
  }

  /** Every member of a group has the same samples, and all members are there. */
  private void assertWholeGroups() throws StorageException {
    Map<Labels, List<String>> all = read(Matcher.metric("group"));
    assertEquals(0, all.size() % GROUP);
    all.forEach(
        (labels, samples) ->
            assertEquals(all.get(labels.with("member", "0")), samples, labels::toString));
  }

  // What nobody thought of

  @Test
  void random_batches_read_back_as_a_naive_model_says() throws Exception {
    long seed = System.nanoTime();
    new RandomRun(seed, storage).run(400, () -> storage);
  }
}

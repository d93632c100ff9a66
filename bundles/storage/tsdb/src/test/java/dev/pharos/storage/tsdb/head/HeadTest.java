package dev.pharos.storage.tsdb.head;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pharos.identity.api.Access;
import dev.pharos.model.Labels;
import dev.pharos.model.Matcher;
import dev.pharos.model.NativeHistogram;
import dev.pharos.model.Sample;
import dev.pharos.model.TimeRange;
import dev.pharos.storage.api.SampleBatch;
import dev.pharos.storage.api.SampleBatch.Outcome;
import dev.pharos.storage.testkit.Reading;
import dev.pharos.storage.tsdb.read.MergedSet;
import dev.pharos.storage.tsdb.series.ChunkList;
import dev.pharos.storage.tsdb.series.ChunkSeriesSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class HeadTest {

  /** The start of a block. */
  private static final long T0 = 1_699_999_200_000L;

  private static final long HOUR = 3_600_000L;
  private static final TimeRange ALWAYS = new TimeRange(Long.MIN_VALUE, Long.MAX_VALUE);
  private static final Labels UP = Labels.of("__name__", "up", "instance", "a");

  private final Head head = new Head(0);

  private HeadBatch begin() {
    return new HeadBatch(head, HeadBatch::apply);
  }

  private long write(Labels labels, long timestamp, double value) throws Exception {
    try (SampleBatch batch = begin()) {
      long series = batch.series(labels);
      assertEquals(Outcome.ACCEPTED, batch.append(series, 0, timestamp, value));
      batch.commit();
      return series;
    }
  }

  private Map<Labels, List<String>> read(Matcher... matchers) throws Exception {
    try (MergedSet found =
        new MergedSet(
            Access.system(),
            ALWAYS,
            List.of(head.select(Access.system(), ALWAYS, List.of(matchers))),
            () -> {})) {
      return Reading.all(found);
    }
  }

  private List<Long> chunkStarts(Labels labels) throws Exception {
    try (ChunkSeriesSet set =
        head.select(Access.system(), ALWAYS, List.of(Matcher.metric(labels.metricName())))) {
      assertTrue(set.next());
      ChunkList chunks = set.chunks();
      List<Long> starts = new ArrayList<>();
      for (int i = 0; i < chunks.size(); i++) {
        starts.add((chunks.minMillis(i) - T0) / 1000);
      }
      return starts;
    }
  }

  @Nested
  class Chunks {

    @Test
    void of_a_steady_series_end_where_the_time_to_the_end_of_the_block_is_divided_evenly()
        throws Exception {
      for (int i = 0; i < 600; i++) {
        write(UP, T0 + i * 15_000L, i);
      }
      // Two hours of 480 samples make four chunks of half an hour each.
      assertEquals(List.of(0L, 1800L, 3600L, 5400L, 7200L), chunkStarts(UP));
    }

    @Test
    void of_a_series_that_becomes_faster_end_at_220_samples() throws Exception {
      long timestamp = T0;
      for (int i = 0; i < 30; i++) {
        write(UP, timestamp += 60_000, i);
      }
      for (int i = 0; i < 400; i++) {
        write(UP, timestamp += 1_000, 7);
      }
      try (ChunkSeriesSet set =
          head.select(Access.system(), ALWAYS, List.of(Matcher.metric("up")))) {
        assertTrue(set.next());
        byte[] first = set.chunks().read(0, new byte[0]);
        assertEquals(220, ((first[0] & 0xff) << 8) | (first[1] & 0xff));
      }
    }

    @Test
    void of_random_values_end_before_they_have_more_than_a_kibibyte() throws Exception {
      for (int i = 0; i < 400; i++) {
        write(UP, T0 + i * 10L, Math.sin(i));
      }
      try (ChunkSeriesSet set =
          head.select(Access.system(), ALWAYS, List.of(Matcher.metric("up")))) {
        assertTrue(set.next());
        ChunkList chunks = set.chunks();
        assertTrue(chunks.size() > 2);
        for (int i = 0; i < chunks.size(); i++) {
          assertTrue(chunks.length(i) <= 1024, "" + chunks.length(i));
        }
      }
    }

    @Test
    void that_a_selection_found_do_not_change_afterwards() throws Exception {
      write(UP, T0, 1);
      try (ChunkSeriesSet set =
          head.select(Access.system(), ALWAYS, List.of(Matcher.metric("up")))) {
        for (int i = 1; i < 300; i++) {
          write(UP, T0 + i * 1000L, i);
        }
        assertTrue(set.next());
        ChunkList chunks = set.chunks();
        assertEquals(1, chunks.size());
        assertEquals(T0, chunks.maxMillis(0));
        byte[] bytes = chunks.read(0, new byte[0]);
        assertEquals(1, bytes[1]);
        assertEquals(16, chunks.length(0));
      }
    }
  }

  @Nested
  class A_batch {

    @Test
    void refuses_a_histogram_whose_counts_are_not_those_of_its_spans() {
      NativeHistogram broken =
          new NativeHistogram.Counts(
              NativeHistogram.ResetHint.UNKNOWN,
              0,
              0,
              0,
              3,
              1,
              new NativeHistogram.Span[] {new NativeHistogram.Span(0, 2)},
              new long[] {3},
              new NativeHistogram.Span[0],
              new long[0],
              new double[0]);
      try (SampleBatch batch = begin()) {
        long series = batch.series(UP);
        assertThrows(
            IllegalArgumentException.class,
            () -> batch.append(series, new Sample.Histogram(0, T0, broken)));
      }
    }

    @Test
    void whose_series_come_in_any_order_judges_each_against_its_own() throws Exception {
      Labels other = Labels.of("__name__", "up", "instance", "b");
      try (SampleBatch batch = begin()) {
        long a = batch.series(UP);
        long b = batch.series(other);
        assertEquals(Outcome.ACCEPTED, batch.append(b, 0, T0 + 5, 1));
        assertEquals(Outcome.ACCEPTED, batch.append(a, 0, T0, 1));
        assertEquals(Outcome.SAME_AGAIN, batch.append(b, 0, T0 + 5, 1));
        assertEquals(Outcome.OUT_OF_ORDER, batch.append(b, 0, T0 + 4, 1));
        assertEquals(Outcome.ACCEPTED, batch.append(a, 0, T0 + 1, 1));
        assertEquals(Outcome.DUPLICATE, batch.append(a, 0, T0 + 1, 2));
        batch.commit();
      }
      assertEquals(
          Map.of(
              UP, List.of(Reading.value(T0, 1), Reading.value(T0 + 1, 1)),
              other, List.of(Reading.value(T0 + 5, 1))),
          read(Matcher.metric("up")));
    }
  }

  @Nested
  class Truncating {

    @Test
    void removes_series_that_have_no_samples_with_their_labels() throws Exception {
      for (int i = 0; i < 2000; i++) {
        write(Labels.of("__name__", "old", "id", "x" + i), T0, i);
      }
      long up = write(UP, T0 + HOUR, 1);
      head.truncate(T0 + 1);

      assertEquals(1, head.seriesCount());
      assertEquals(2, head.labelPairs());
      assertEquals(4, head.index().symbols().size());
      assertEquals(Map.of(UP, List.of(Reading.value(T0 + HOUR, 1))), read());
      assertEquals(UP, head.labels(up));
      assertNull(head.labels(up - 1));
      assertEquals(1, head.index().pages().size());
    }

    @Test
    void keeps_what_lives_on_in_pages_that_are_nearly_empty() throws Exception {
      for (int i = 0; i < 5000; i++) {
        write(Labels.of("__name__", "m", "id", "x" + i), T0, i);
      }
      List<Labels> kept = new ArrayList<>();
      for (int i = 0; i < 5000; i += 100) {
        kept.add(Labels.of("__name__", "m", "id", "x" + i));
        write(kept.getLast(), T0 + HOUR, i);
      }
      head.truncate(T0 + 1);
      assertEquals(50, head.seriesCount());
      for (Page page : head.index().pages().all().subList(0, 18)) {
        assertTrue(page.places() <= 4, () -> page.places() + " places");
      }
      for (Labels labels : kept) {
        write(labels, T0 + 2 * HOUR, 1);
      }
      write(Labels.of("__name__", "m", "id", "new"), T0 + 2 * HOUR, 1);
      Map<Labels, List<String>> found = read(Matcher.metric("m"));
      assertEquals(51, found.size());
      assertEquals(
          List.of(
              Reading.value(T0, 100),
              Reading.value(T0 + HOUR, 100),
              Reading.value(T0 + 2 * HOUR, 1)),
          found.get(kept.get(1)));
    }

    @Test
    void waits_with_the_removal_while_a_batch_is_open_that_may_know_the_series() throws Exception {
      long old = write(UP, T0, 1);
      write(Labels.of("__name__", "other"), T0 + HOUR, 1);
      try (SampleBatch batch = begin()) {
        head.truncate(T0 + 1);
        assertEquals(2, head.seriesCount());
        assertEquals(Map.of(), read(Matcher.metric("up")));
        assertEquals(Outcome.ACCEPTED, batch.append(old, 0, T0 + HOUR, 2));
        head.truncate(T0 + 1);
        batch.commit();
      }
      head.truncate(T0 + 1);
      assertEquals(2, head.seriesCount());
      assertEquals(Map.of(UP, List.of(Reading.value(T0 + HOUR, 2))), read(Matcher.metric("up")));
    }
  }

  @Test
  void references_rise_and_are_never_given_twice() throws Exception {
    long before = 0;
    for (int round = 0; round < 5; round++) {
      for (int i = 0; i < 300; i++) {
        long reference = write(Labels.of("__name__", "m", "id", "x" + i), T0 + round * HOUR, i);
        assertTrue(reference > before, "series " + i + " of round " + round);
        before = reference;
      }
      head.truncate(T0 + round * HOUR + 1);
    }
  }
}

package dev.pharos.storage.testkit;

import static dev.pharos.storage.api.SampleBatch.Outcome.ACCEPTED;
import static dev.pharos.storage.api.SampleBatch.Outcome.DUPLICATE;
import static dev.pharos.storage.api.SampleBatch.Outcome.OUT_OF_ORDER;
import static dev.pharos.storage.api.SampleBatch.Outcome.SAME_AGAIN;
import static dev.pharos.storage.api.SampleBatch.Outcome.TOO_OLD;
import static dev.pharos.storage.api.SampleBatch.Outcome.UNKNOWN_SERIES;
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
import dev.pharos.model.StaleNaN;
import dev.pharos.storage.api.SampleBatch;
import dev.pharos.storage.api.SeriesSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every backend does with samples it is given: batches, references, refusals, values. */
abstract class WritingContract extends StorageFixture {
  // Batches

  @Test
  void what_was_committed_is_read_back() throws Exception {
    try (SampleBatch batch = storage.writer().begin()) {
      long series = batch.series(UP_A);
      assertEquals(ACCEPTED, batch.append(series, Sample.NO_START, T0, 1));
      assertEquals(ACCEPTED, batch.append(series, Sample.NO_START, T0 + 15_000, 2.5));
      assertEquals(ACCEPTED, batch.append(series, new Sample.Value(T0 + 30_000, -0.0)));
      batch.commit();
    }

    assertEquals(
        List.of(
            Reading.value(T0, 1),
            Reading.value(T0 + 15_000, 2.5),
            Reading.value(T0 + 30_000, -0.0)),
        samplesOf(UP_A));
  }

  @Test
  void a_batch_that_is_dropped_leaves_nothing() throws Exception {
    try (SampleBatch batch = storage.writer().begin()) {
      append(batch, UP_A, T0, 1);
    }

    assertEquals(Map.of(), read(Matcher.metric("up")));
    assertEquals(List.of(), storage.reader().labelNames(Access.system(), ALWAYS, List.of(), 0));
    write(UP_A, T0, 2);
    assertEquals(List.of(Reading.value(T0, 2)), samplesOf(UP_A));
  }

  @Test
  void nothing_of_a_batch_is_seen_before_its_commit() throws Exception {
    try (SampleBatch batch = storage.writer().begin()) {
      append(batch, UP_A, T0, 1);
      assertEquals(Map.of(), read(Matcher.metric("up")));
      batch.commit();
    }
    assertEquals(List.of(UP_A), found(Matcher.metric("up")));
  }

  @Test
  void a_select_begun_before_a_commit_does_not_see_it() throws Exception {
    write(UP_A, T0, 1);

    try (SampleBatch batch = storage.writer().begin();
        SeriesSet before =
            storage.reader().select(Access.system(), ALWAYS, List.of(Matcher.metric("up")))) {
      append(batch, UP_A, T0 + 1, 2);
      append(batch, UP_B, T0 + 1, 2);
      batch.commit();

      assertEquals(Map.of(UP_A, List.of(Reading.value(T0, 1))), Reading.all(before));
    }
    assertEquals(List.of(UP_A, UP_B), found(Matcher.metric("up")));
  }

  @Test
  void a_batch_cannot_be_used_after_its_commit() throws Exception {
    SampleBatch batch = storage.writer().begin();
    long series = batch.series(UP_A);
    batch.commit();

    assertThrows(IllegalStateException.class, () -> batch.series(UP_A));
    assertThrows(IllegalStateException.class, () -> batch.append(series, 0, T0, 1));
    assertThrows(IllegalStateException.class, batch::commit);
    batch.close();
  }

  @Test
  void an_empty_batch_can_be_committed() throws Exception {
    try (SampleBatch batch = storage.writer().begin()) {
      batch.commit();
    }
    assertEquals(Map.of(), read(Matcher.metric("up")));
  }

  // References

  @Test
  void a_reference_serves_in_later_batches() throws Exception {
    long series;
    try (SampleBatch batch = storage.writer().begin()) {
      series = batch.series(UP_A);
      assertTrue(series > 0);
      batch.append(series, Sample.NO_START, T0, 1);
      batch.commit();
    }

    try (SampleBatch batch = storage.writer().begin()) {
      assertEquals(ACCEPTED, batch.append(series, Sample.NO_START, T0 + 1, 2));
      assertEquals(series, batch.series(UP_A));
      batch.commit();
    }

    assertEquals(List.of(Reading.value(T0, 1), Reading.value(T0 + 1, 2)), samplesOf(UP_A));
  }

  @Test
  void different_series_have_different_references() throws Exception {
    try (SampleBatch batch = storage.writer().begin()) {
      assertTrue(batch.series(UP_A) != batch.series(UP_B));
      assertEquals(batch.series(UP_A), batch.series(Labels.of(UP_A.toMap())));
    }
  }

  @Test
  void a_reference_that_nobody_gave_is_told_and_the_rest_is_written() throws Exception {
    try (SampleBatch batch = storage.writer().begin()) {
      Exemplar exemplar = new Exemplar(Labels.EMPTY, 1, T0);
      Metadata metadata = new Metadata(MetricType.GAUGE, "", "");
      assertEquals(UNKNOWN_SERIES, batch.append(Long.MAX_VALUE - 7, Sample.NO_START, T0, 1));
      assertEquals(UNKNOWN_SERIES, batch.append(SampleBatch.NO_ROOM, Sample.NO_START, T0, 1));
      assertEquals(UNKNOWN_SERIES, batch.append(Long.MAX_VALUE - 7, new Sample.Value(T0, 1)));
      assertEquals(UNKNOWN_SERIES, batch.append(-1, new Sample.OfExemplar(exemplar)));
      assertEquals(UNKNOWN_SERIES, batch.append(-1, new Sample.OfMetadata(metadata)));
      assertEquals(ACCEPTED, append(batch, UP_A, T0, 1));
      batch.commit();
    }
    assertEquals(List.of(Reading.value(T0, 1)), samplesOf(UP_A));
  }

  // Samples that are refused

  @Test
  void refused_samples_are_told_apart_and_fail_alone() throws Exception {
    write(UP_A, T0, 1);

    try (SampleBatch batch = storage.writer().begin()) {
      long series = batch.series(UP_A);
      assertEquals(SAME_AGAIN, batch.append(series, Sample.NO_START, T0, 1));
      assertEquals(DUPLICATE, batch.append(series, Sample.NO_START, T0, 2));
      assertEquals(OUT_OF_ORDER, batch.append(series, Sample.NO_START, T0 - 1, 2));
      assertEquals(ACCEPTED, batch.append(series, Sample.NO_START, T0 + 1, 2));
      batch.commit();
    }

    assertEquals(List.of(Reading.value(T0, 1), Reading.value(T0 + 1, 2)), samplesOf(UP_A));
  }

  @Test
  void samples_of_one_batch_are_judged_against_each_other() throws Exception {
    try (SampleBatch batch = storage.writer().begin()) {
      long series = batch.series(UP_A);
      assertEquals(ACCEPTED, batch.append(series, Sample.NO_START, T0, 1));
      assertEquals(SAME_AGAIN, batch.append(series, Sample.NO_START, T0, 1));
      assertEquals(DUPLICATE, batch.append(series, Sample.NO_START, T0, 2));
      assertEquals(OUT_OF_ORDER, batch.append(series, Sample.NO_START, T0 - 1, 2));
      assertEquals(ACCEPTED, batch.append(series, Sample.NO_START, T0 + 1, 3));
      batch.commit();
    }
    assertEquals(List.of(Reading.value(T0, 1), Reading.value(T0 + 1, 3)), samplesOf(UP_A));
  }

  @Test
  void of_two_batches_with_the_same_instant_one_wins() throws Exception {
    try (SampleBatch one = storage.writer().begin();
        SampleBatch other = storage.writer().begin()) {
      append(one, UP_A, T0, 1);
      append(other, UP_A, T0, 2);
      append(other, UP_B, T0, 2);
      one.commit();
      other.commit();
    }
    assertEquals(List.of(Reading.value(T0, 1)), samplesOf(UP_A));
    assertEquals(List.of(Reading.value(T0, 2)), samplesOf(UP_B));
  }

  @Test
  void a_sample_before_the_window_is_too_old_even_for_a_new_series() throws Exception {
    write(UP_A, T0, 1);
    long edge = T0 - window().orElse(Duration.ofDays(2)).toMillis();

    try (SampleBatch batch = storage.writer().begin()) {
      assertEquals(window().isPresent() ? TOO_OLD : ACCEPTED, append(batch, UP_B, edge - 1, 1));
      assertEquals(ACCEPTED, append(batch, UP_C, edge, 1));
      batch.commit();
    }
    assertEquals(
        window().isPresent() ? List.of(UP_A, UP_C) : List.of(UP_A, UP_B, UP_C),
        found(Matcher.metric("up")));
  }

  // Values

  @Test
  void every_bit_of_a_value_is_kept() throws Exception {
    double[] values = {
      StaleNaN.VALUE,
      Double.NaN,
      Double.longBitsToDouble(0x7ff8dead_beef0001L),
      Double.longBitsToDouble(0xfff0000000000002L),
      Double.POSITIVE_INFINITY,
      Double.NEGATIVE_INFINITY,
      Double.MIN_VALUE,
      Double.MAX_VALUE,
      0.0,
      -0.0,
    };
    for (int i = 0; i < values.length; i++) {
      write(UP_A, T0 + i, values[i]);
    }

    assertEquals(
        IntStream.range(0, values.length).mapToObj(i -> Reading.value(T0 + i, values[i])).toList(),
        samplesOf(UP_A));
  }

  @Test
  void a_nan_with_the_same_bits_is_the_same_again_and_with_others_a_duplicate() throws Exception {
    write(UP_A, T0, Double.NaN);

    try (SampleBatch batch = storage.writer().begin()) {
      assertEquals(SAME_AGAIN, append(batch, UP_A, T0, Double.NaN));
      assertEquals(DUPLICATE, append(batch, UP_A, T0, StaleNaN.VALUE));
    }
  }

  @Test
  void many_samples_of_a_series_are_read_back_in_order() throws Exception {
    List<String> expected = new ArrayList<>();
    long timestamp = T0;
    for (int i = 0; i < 1000; i++) {
      timestamp += 15_000 + (i * 7919) % 400;
      double value = i % 100 == 0 ? StaleNaN.VALUE : Math.sin(i) * 1e6;
      write(UP_A, timestamp, value);
      expected.add(Reading.value(timestamp, value));
    }
    assertEquals(expected, samplesOf(UP_A));
  }

  @Test
  void histograms_of_both_kinds_are_read_back() throws Exception {
    NativeHistogram counts = counts(3);
    NativeHistogram floats = floats(2.5);
    NativeHistogram custom = customBuckets();
    writeOne(UP_A, new Sample.Histogram(Sample.NO_START, T0, counts));
    writeOne(UP_A, new Sample.Histogram(Sample.NO_START, T0 + 1, floats));
    writeOne(UP_A, new Sample.Histogram(Sample.NO_START, T0 + 2, custom));
    write(UP_A, T0 + 3, 7);

    assertEquals(
        List.of(
            Reading.histogram(T0, counts),
            Reading.histogram(T0 + 1, floats),
            Reading.histogram(T0 + 2, custom),
            Reading.value(T0 + 3, 7)),
        samplesOf(UP_A));
  }

  @Test
  void histograms_are_told_apart_like_values() throws Exception {
    writeOne(UP_A, new Sample.Histogram(Sample.NO_START, T0, counts(3)));

    try (SampleBatch batch = storage.writer().begin()) {
      long series = batch.series(UP_A);
      assertEquals(
          SAME_AGAIN, batch.append(series, new Sample.Histogram(Sample.NO_START, T0, counts(3))));
      assertEquals(
          DUPLICATE, batch.append(series, new Sample.Histogram(Sample.NO_START, T0, counts(4))));
      assertEquals(DUPLICATE, batch.append(series, Sample.NO_START, T0, 1));
      assertEquals(
          OUT_OF_ORDER,
          batch.append(series, new Sample.Histogram(Sample.NO_START, T0 - 1, counts(3))));
    }
  }

  @Test
  void a_stale_histogram_keeps_the_bits_of_its_sum() throws Exception {
    NativeHistogram stale =
        new NativeHistogram.Counts(
            NativeHistogram.ResetHint.UNKNOWN,
            0,
            0,
            0,
            0,
            StaleNaN.VALUE,
            new NativeHistogram.Span[0],
            new long[0],
            new NativeHistogram.Span[0],
            new long[0],
            new double[0]);
    writeOne(UP_A, new Sample.Histogram(Sample.NO_START, T0, stale));
    assertEquals(List.of(Reading.histogram(T0, stale)), samplesOf(UP_A));
  }

  static NativeHistogram counts(long first) {
    return new NativeHistogram.Counts(
        NativeHistogram.ResetHint.RESET,
        3,
        0x1p-128,
        5,
        5 + first + 20 + 7 + 1,
        12.75,
        new NativeHistogram.Span[] {
          new NativeHistogram.Span(-3, 2), new NativeHistogram.Span(4, 1)
        },
        new long[] {first, 20, 7},
        new NativeHistogram.Span[] {new NativeHistogram.Span(0, 1)},
        new long[] {1},
        new double[0]);
  }

  private static NativeHistogram floats(double first) {
    return new NativeHistogram.FloatCounts(
        NativeHistogram.ResetHint.GAUGE,
        -2,
        0.001,
        0.5,
        first + 0.75,
        -3.5,
        new NativeHistogram.Span[] {new NativeHistogram.Span(0, 1)},
        new double[] {first},
        new NativeHistogram.Span[] {new NativeHistogram.Span(1, 1)},
        new double[] {0.25},
        new double[0]);
  }

  private static NativeHistogram customBuckets() {
    return new NativeHistogram.Counts(
        NativeHistogram.ResetHint.NO_RESET,
        NativeHistogram.CUSTOM_BUCKETS_SCHEMA,
        0,
        0,
        6,
        3.25,
        new NativeHistogram.Span[] {new NativeHistogram.Span(0, 3)},
        new long[] {1, 2, 3},
        new NativeHistogram.Span[0],
        new long[0],
        new double[] {0.1, 0.2});
  }
}

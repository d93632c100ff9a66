package dev.pharos.distribution.soak;

import dev.pharos.model.Labels;
import dev.pharos.model.NativeHistogram;
import dev.pharos.model.NativeHistogram.ResetHint;
import dev.pharos.model.NativeHistogram.Span;
import dev.pharos.model.Sample;
import dev.pharos.storage.api.SampleBatch;
import dev.pharos.storage.api.SampleCursor;
import dev.pharos.storage.api.SampleWriter;
import dev.pharos.storage.api.StorageException;
import dev.pharos.storage.testkit.WriteRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * What is written to the folder that is damaged later: series of values, of histograms and of
 * histograms with float counts. All follows from numbers, so that any reader knows what is right.
 *
 * @param startMillis time of step 0
 * @param steps steps of each series
 */
record Truth(long startMillis, int steps) {

  static final long STEP_MILLIS = 30_000;

  /** Series of each kind. */
  static final int VALUES = 48;

  static final int HISTOGRAMS = 8;
  static final int SERIES = VALUES + 2 * HISTOGRAMS;

  /** A series of which steps are deleted, in blocks and in the head. */
  static final int DELETED = 5;

  /** Steps of late samples reach back that far. */
  private static final int LATE_STEPS = 700;

  private static final int BATCH = 10;

  static String metric(int series) {
    return series < VALUES
        ? "value"
        : series < VALUES + HISTOGRAMS ? "histogram" : "float_histogram";
  }

  static Labels labels(int series) {
    return Labels.of(
        Labels.METRIC_NAME,
        metric(series),
        "series",
        Integer.toString(series),
        "instance",
        "host-" + series % 7 + ":9100");
  }

  long millis(long step) {
    return startMillis + step * STEP_MILLIS;
  }

  /** First and last step of each span that is deleted of {@link #DELETED}. */
  long[][] deletions() {
    return new long[][] {{20, 90}, {steps - 60L, steps - 31L}};
  }

  boolean isDeleted(int series, long step) {
    return series == DELETED
        && Arrays.stream(deletions()).anyMatch(span -> span[0] <= step && step <= span[1]);
  }

  /** Whether a sample comes after later ones of its series. */
  boolean isLate(int series, long step) {
    return series < VALUES
        && series % 6 >= 4
        && step % 3 == 1
        && step >= steps - LATE_STEPS
        && step < steps - 5;
  }

  /** Late samples of all series in an order of chance, as requests of remote write. */
  List<byte[]> lateRequests(Random random) {
    List<byte[]> requests = new ArrayList<>();
    for (int series = 0; series < VALUES; series++) {
      List<Long> late = new ArrayList<>();
      for (long step = 0; step < steps; step++) {
        if (isLate(series, step)) {
          late.add(step);
        }
      }
      Collections.shuffle(late, random);
      for (int from = 0; from < late.size(); from += BATCH) {
        List<Long> some = late.subList(from, Math.min(late.size(), from + BATCH));
        WriteRequest request = new WriteRequest().series(labels(series));
        for (long step : some) {
          request.sample(millis(step), value(series, step));
        }
        requests.add(request.body());
      }
    }
    Collections.shuffle(requests, random);
    return requests;
  }

  /** Writes steps from one up to another, some in each batch; those that are late come later. */
  void write(SampleWriter writer, int first, int end) throws StorageException {
    for (int from = first; from < end; from += BATCH) {
      try (SampleBatch batch = writer.begin()) {
        for (int series = 0; series < SERIES; series++) {
          long reference = batch.series(labels(series));
          for (int step = from; step < Math.min(end, from + BATCH); step++) {
            if (isLate(series, step)) {
              continue;
            }
            SampleBatch.Outcome outcome =
                series < VALUES
                    ? batch.append(reference, Sample.NO_START, millis(step), value(series, step))
                    : batch.append(
                        reference, new Sample.Histogram(0, millis(step), histogram(series, step)));
            if (outcome != SampleBatch.Outcome.ACCEPTED) {
              throw new StorageException("step " + step + " of " + labels(series) + ": " + outcome);
            }
          }
        }
        batch.commit();
      }
    }
  }

  static double value(int series, long step) {
    return switch (series % 4) {
      case 0 -> step * (series + 1.0);
      case 1 -> Math.rint(Math.sin(step * 0.1) * 1e6) / 1e3 + series;
      case 2 -> series;
      default -> (step * 2_654_435_761L + series * 40_503L) & 0xfffff;
    };
  }

  static NativeHistogram histogram(int series, long step) {
    Span[] spans = {new Span(series % 5, 2), new Span(3, 1)};
    Span[] negative = {new Span(0, 1)};
    if (series < VALUES + HISTOGRAMS) {
      long[] counts = {step, 2 * step + series, step / 3};
      long[] below = {step / 2};
      return new NativeHistogram.Counts(
          ResetHint.UNKNOWN,
          2,
          0.001,
          step / 5,
          counts[0] + counts[1] + counts[2] + below[0] + step / 5,
          step * 1.5,
          spans,
          counts,
          negative,
          below,
          new double[0]);
    }
    double[] counts = {step, 2.5 * step + series, step / 3.0};
    double[] below = {step / 2.0};
    return new NativeHistogram.FloatCounts(
        ResetHint.UNKNOWN,
        2,
        0.001,
        step / 5.0,
        counts[0] + counts[1] + counts[2] + below[0] + step / 5.0,
        step * 1.5,
        spans,
        counts,
        negative,
        below,
        new double[0]);
  }

  /** The step that a sample is of; -1 if this has never been written. */
  long step(int series, SampleCursor.Kind kind, SampleCursor sample) {
    long since = sample.timestampMillis() - startMillis;
    long step = Math.floorDiv(since, STEP_MILLIS);
    if (since % STEP_MILLIS != 0 || step < 0 || step >= steps) {
      return -1;
    }
    boolean right =
        series < VALUES
            ? kind == SampleCursor.Kind.VALUE && sample.value() == value(series, step)
            : kind == SampleCursor.Kind.HISTOGRAM
                && same(sample.histogram(), histogram(series, step));
    return right ? step : -1;
  }

  private static boolean same(NativeHistogram found, NativeHistogram expected) {
    if (found.schema() != expected.schema()
        || found.zeroThreshold() != expected.zeroThreshold()
        || found.sum() != expected.sum()
        || !Arrays.equals(found.positiveSpans(), expected.positiveSpans())
        || !Arrays.equals(found.negativeSpans(), expected.negativeSpans())) {
      return false;
    }
    if (found instanceof NativeHistogram.Counts a && expected instanceof NativeHistogram.Counts b) {
      return a.count() == b.count()
          && a.zeroCount() == b.zeroCount()
          && Arrays.equals(a.positiveCounts(), b.positiveCounts())
          && Arrays.equals(a.negativeCounts(), b.negativeCounts());
    }
    return found instanceof NativeHistogram.FloatCounts a
        && expected instanceof NativeHistogram.FloatCounts b
        && a.count() == b.count()
        && a.zeroCount() == b.zeroCount()
        && Arrays.equals(a.positiveCounts(), b.positiveCounts())
        && Arrays.equals(a.negativeCounts(), b.negativeCounts());
  }
}

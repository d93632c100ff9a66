package dev.pharos.storage.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pharos.identity.api.Access;
import dev.pharos.model.Labels;
import dev.pharos.model.Matcher;
import dev.pharos.model.NativeHistogram;
import dev.pharos.model.Sample;
import dev.pharos.model.StaleNaN;
import dev.pharos.model.TimeRange;
import dev.pharos.storage.api.SampleBatch;
import dev.pharos.storage.api.SampleBatch.Outcome;
import dev.pharos.storage.api.StorageException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Writes batches at random, drops some, reads at random, and compares with a {@link StorageModel}.
 *
 * <p>Every assertion names the seed; a run with the same seed does the same again.
 */
public final class RandomRun {

  /** Ends a storage in some way and opens it again with what it held. */
  @FunctionalInterface
  public interface Reopening {
    Storage reopen() throws Exception;
  }

  private static final long START = 1_700_000_000_000L;
  private static final double[] VALUES = {
    0, -0.0, 1, 1.5, Double.NaN, StaleNaN.VALUE, Double.POSITIVE_INFINITY, Double.MIN_VALUE, 1e300
  };

  private static final List<String> PATTERNS =
      List.of(
          ".*",
          ".+",
          "host-[0-3]",
          "host-(1|5).*",
          "host-1|.*6",
          "|host-2",
          "h.+t-4?",
          "(?i)HOST-3");

  private final long seed;
  private final Random random;
  private final StorageModel model = new StorageModel();
  private final Map<Labels, Long> references = new HashMap<>();
  private Storage storage;
  private long now = START;

  public RandomRun(long seed, Storage storage) {
    this.seed = seed;
    this.random = new Random(seed);
    this.storage = storage;
  }

  /** Does so many steps; a reopening is one in a hundred of them. */
  public void run(int steps, Reopening reopening) throws Exception {
    for (int step = 0; step < steps; step++) {
      int choice = random.nextInt(100);
      if (choice < 70) {
        writeBatch(random.nextInt(10) > 0);
      } else if (choice < 99) {
        compare();
      } else {
        storage = reopening.reopen();
        references.clear();
        compareAll();
      }
    }
    compareAll();
  }

  private void writeBatch(boolean commit) throws StorageException {
    StorageModel written = new StorageModel();
    try (SampleBatch batch = storage.writer().begin()) {
      now += random.nextInt(20_000);
      for (int i = random.nextInt(40); i >= 0; i--) {
        writeSample(batch, written);
      }
      if (commit) {
        batch.commit();
        model.addAll(written);
      }
    }
  }

  private void writeSample(SampleBatch batch, StorageModel written) {
    Labels labels = randomLabels();
    long series = references.computeIfAbsent(labels, batch::series);
    long timestamp = now - random.nextInt(10_000);
    boolean fits = model.mayFollow(labels, timestamp) && written.mayFollow(labels, timestamp);
    Sample sample;
    String read;
    if (random.nextInt(20) == 0) {
      NativeHistogram histogram = randomHistogram();
      sample = new Sample.Histogram(0, timestamp, histogram);
      read = Reading.histogram(timestamp, histogram);
    } else {
      double value = randomValue();
      sample = new Sample.Value(timestamp, value);
      read = Reading.value(timestamp, value);
    }
    Outcome outcome = append(batch, series, sample);
    if (outcome == Outcome.UNKNOWN_SERIES) {
      // A storage may forget a series that never got a sample, as when its batch was dropped.
      series = batch.series(labels);
      references.put(labels, series);
      outcome = append(batch, series, sample);
    }
    Outcome became = outcome;
    assertEquals(fits, became == Outcome.ACCEPTED, () -> labels + " " + became + seed());
    if (fits) {
      written.add(labels, timestamp, read);
    }
  }

  private static Outcome append(SampleBatch batch, long series, Sample sample) {
    return sample instanceof Sample.Value(long start, long timestamp, double value)
        ? batch.append(series, start, timestamp, value)
        : batch.append(series, sample);
  }

  private Labels randomLabels() {
    String metric = "metric_" + random.nextInt(4);
    String instance = "host-" + random.nextInt(6);
    return random.nextInt(3) == 0
        ? Labels.of("__name__", metric, "instance", instance)
        : Labels.of("__name__", metric, "instance", instance, "job", "job-" + random.nextInt(3));
  }

  private double randomValue() {
    return switch (random.nextInt(4)) {
      case 0 -> VALUES[random.nextInt(VALUES.length)];
      case 1 -> Double.longBitsToDouble(random.nextLong());
      case 2 -> random.nextGaussian();
      default -> random.nextInt(1000);
    };
  }

  private NativeHistogram randomHistogram() {
    long low = random.nextInt(10);
    long high = random.nextInt(1000);
    NativeHistogram.Span[] spans = {
      new NativeHistogram.Span(random.nextInt(9) - 4, 1), new NativeHistogram.Span(2, 1)
    };
    NativeHistogram.Span[] none = {};
    return random.nextBoolean()
        ? new NativeHistogram.Counts(
            NativeHistogram.ResetHint.UNKNOWN,
            3,
            1e-128,
            low,
            2 * low + high,
            random.nextGaussian(),
            spans,
            new long[] {low, high},
            none,
            new long[0],
            new double[0])
        : new NativeHistogram.FloatCounts(
            NativeHistogram.ResetHint.GAUGE,
            NativeHistogram.CUSTOM_BUCKETS_SCHEMA,
            0,
            0,
            1.5 * high,
            random.nextGaussian(),
            new NativeHistogram.Span[] {new NativeHistogram.Span(0, 2)},
            new double[] {high, high / 2.0},
            none,
            new double[0],
            new double[] {0.5, 2.5});
  }

  private void compare() throws StorageException {
    long from = START + random.nextLong(Math.max(1, now - START));
    TimeRange range = new TimeRange(from, from + 1 + random.nextInt(600_000));
    List<Matcher> matchers = new ArrayList<>();
    matchers.add(
        new Matcher(Matcher.Type.REGEX, "__name__", "metric_[" + random.nextInt(3) + "-3]"));
    if (random.nextBoolean()) {
      matchers.add(new Matcher(randomType(), "job", random.nextBoolean() ? "" : "job-1"));
    }
    if (random.nextBoolean()) {
      matchers.add(new Matcher(randomType(), "instance", "host-" + random.nextInt(7)));
    }
    if (random.nextBoolean()) {
      String pattern = PATTERNS.get(random.nextInt(PATTERNS.size()));
      Matcher.Type type = random.nextBoolean() ? Matcher.Type.REGEX : Matcher.Type.NOT_REGEX;
      matchers.add(new Matcher(type, "instance", pattern));
    }
    compare(range, matchers.toArray(Matcher[]::new));
  }

  private Matcher.Type randomType() {
    List<Matcher.Type> types = List.of(Matcher.Type.values());
    return types.get(random.nextInt(types.size()));
  }

  private void compareAll() throws StorageException {
    compare(new TimeRange(0, Long.MAX_VALUE), new Matcher(Matcher.Type.REGEX, "__name__", ".+"));
  }

  private void compare(TimeRange range, Matcher... matchers) throws StorageException {
    Map<Labels, List<String>> found =
        Reading.all(storage.reader(), Access.system(), range, matchers);
    // A storage may answer series that have no samples in the range.
    found.values().removeIf(List::isEmpty);
    Map<Labels, List<String>> expected = model.select(range, matchers);
    assertEquals(List.copyOf(expected.keySet()), List.copyOf(found.keySet()), this::seed);
    // One series at a time, so that a failure shows what differs and not everything there is.
    expected.forEach(
        (labels, samples) ->
            assertEquals(samples, found.get(labels), () -> labels + " in " + range + seed()));
  }

  private String seed() {
    return " (seed " + seed + ")";
  }
}

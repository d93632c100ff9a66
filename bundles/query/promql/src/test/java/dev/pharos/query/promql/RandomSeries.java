package dev.pharos.query.promql;

import dev.pharos.model.Labels;
import dev.pharos.model.StaleNaN;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Series as monitored things write them: counters with resets, gauges, histograms, odd values; with
 * gaps, stale markers and series that begin late.
 *
 * <p>No sample lies on a full or half second, so that none is on the edge of a range or of the
 * lookback of an instant that does: there the versions of Prometheus differ on purpose.
 */
final class RandomSeries {

  /**
   * A series.
   *
   * @param times in milliseconds since the Unix epoch, ascending
   * @param values one for each of the times, stale markers among them
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Series(Labels labels, long[] times, double[] values) {}

  /** The next value of a series. */
  @FunctionalInterface
  private interface Course {
    double next(int index);
  }

  static final long START = 1_700_006_400_000L;
  static final long END = START + 2 * 3_600_000L;

  private static final List<String> BOUNDS = List.of("0.1", "0.5", "1", "2.5", "+Inf");
  private static final double[] ODD = {
    Double.NaN,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    0.0,
    -0.0,
    1,
    -1,
    1e300,
    -1e300,
    1e-300,
    0.1,
    4294967296.5,
    1700000000
  };

  private final Random random;
  private final List<Series> all = new ArrayList<>();

  private RandomSeries(Random random) {
    this.random = random;
  }

  static List<Series> of(Random random) {
    return new RandomSeries(random).make();
  }

  private List<Series> make() {
    for (String job : List.of("a", "b")) {
      for (int i = 0; i < 4; i++) {
        String instance = "i" + i;
        add(counter(1_000_000, 500_000, 1), "high_total", "job", job, "instance", instance);
        add(counter(0, 0, 4), "low_total", "job", job, "instance", instance);
        add(_ -> random.nextGaussian() * 100, "real", "job", job, "instance", instance);
        add(_ -> ODD[random.nextInt(ODD.length)], "odd", "job", job, "instance", instance);
        add(_ -> 1, "info", "job", job, "instance", instance, "version", "v" + i % 3);
        for (String mode : List.of("x", "y")) {
          add(quarters(), "gauge", "job", job, "instance", instance, "mode", mode);
        }
        histogram(job, instance);
      }
    }
    return List.copyOf(all);
  }

  private Course counter(double from, double afterReset, int fraction) {
    double[] now = {from};
    return _ -> {
      now[0] =
          random.nextInt(60) == 0
              ? afterReset
              : now[0] + random.nextInt(20 * fraction) / (double) fraction;
      return now[0];
    };
  }

  private Course quarters() {
    return random.nextInt(6) == 0
        ? _ -> 7
        : _ -> random.nextInt(8) == 0 ? 0 : (random.nextInt(8000) - 4000) / 4.0;
  }

  private void histogram(String job, String instance) {
    long seed = random.nextLong();
    for (int bound = 0; bound < BOUNDS.size(); bound++) {
      // The same observations for each bucket, counted up to its bound.
      Random observed = new Random(seed);
      double[] count = {0};
      int upTo = bound;
      Course course =
          _ -> {
            for (int i = 0; i < BOUNDS.size(); i++) {
              count[0] += i <= upTo ? observed.nextInt(5) : observed.nextInt(5) * 0;
            }
            return count[0];
          };
      String le = BOUNDS.get(bound);
      add(course, "size_bucket", "job", job, "instance", instance, "le", le);
    }
  }

  private void add(Course course, String name, String... pairs) {
    String[] labels = new String[pairs.length + 2];
    labels[0] = "__name__";
    labels[1] = name;
    System.arraycopy(pairs, 0, labels, 2, pairs.length);
    long interval = all.size() / 40 % 2 == 0 ? 15_000 : 30_000;
    long offset = 20L + random.nextInt(400);
    int late = random.nextInt(5) == 0 ? random.nextInt(200) : 0;
    int size = (int) ((END - START) / interval);
    long[] times = new long[size];
    double[] values = new double[size];
    int n = 0;
    int gap = late;
    for (int i = 0; i < size; i++) {
      double value = course.next(i);
      if (gap > 0) {
        gap--;
        continue;
      }
      times[n] = START + (long) i * interval + offset + random.nextInt(40);
      if (random.nextInt(90) == 0) {
        gap = 1 + random.nextInt(40);
        value = random.nextBoolean() ? StaleNaN.VALUE : value;
      }
      values[n++] = value;
    }
    all.add(
        new Series(
            Labels.of(labels),
            java.util.Arrays.copyOf(times, n),
            java.util.Arrays.copyOf(values, n)));
  }
}

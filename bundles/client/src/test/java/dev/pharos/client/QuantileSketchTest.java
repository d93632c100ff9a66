package dev.pharos.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pharos.client.QuantileSketch.Objective;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantileSketchTest {

  private static final int COUNT = 50_000;
  private static final List<Objective> OBJECTIVES =
      List.of(
          new Objective(0.01, 0.001),
          new Objective(0.05, 0.005),
          new Objective(0.5, 0.05),
          new Objective(0.9, 0.01),
          new Objective(0.99, 0.001));

  /** How values may be spread, and in which order they may come. */
  enum Stream {
    ASCENDING,
    DESCENDING,
    OUTSIDE_IN,
    EVEN,
    NORMAL,
    LONG_TAILED,
    FEW_VALUES,
    ONE_VALUE,
    SHIFTING,
    WITH_INFINITIES;

    private double value(int i, RandomGenerator random) {
      return switch (this) {
        case ASCENDING -> i;
        case DESCENDING -> -i;
        case OUTSIDE_IN -> i % 2 == 0 ? i : -i;
        case EVEN -> random.nextDouble();
        case NORMAL -> random.nextGaussian();
        case LONG_TAILED -> Math.exp(3 * random.nextGaussian());
        case FEW_VALUES -> random.nextInt(7);
        case ONE_VALUE -> 42;
        case SHIFTING -> i / 5000.0 + random.nextDouble();
        case WITH_INFINITIES -> i % 3 == 0 ? Double.POSITIVE_INFINITY : i;
      };
    }

    double[] draw() {
      RandomGenerator random = new SplittableRandom(name().hashCode());
      double[] values = new double[COUNT];
      Arrays.setAll(values, i -> value(i, random));
      return values;
    }
  }

  private static QuantileSketch sketch(double[] values, int batch) {
    QuantileSketch sketch = new QuantileSketch(OBJECTIVES);
    for (int i = 0; i < values.length; i += batch) {
      double[] part = Arrays.copyOfRange(values, i, Math.min(values.length, i + batch));
      Arrays.sort(part);
      sketch.insert(part, part.length);
    }
    return sketch;
  }

  /** The rank of what is told is within what was promised, one being lost to whole numbers. */
  private static void assertKeepsPromise(QuantileSketch sketch, double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    for (Objective objective : OBJECTIVES) {
      double told = sketch.quantile(objective.quantile());
      long below = Arrays.stream(sorted).filter(value -> value < told).count();
      long upTo = Arrays.stream(sorted).filter(value -> value <= told).count();
      double wanted = objective.quantile() * sorted.length;
      double error = objective.error() * sorted.length + 1;
      assertTrue(below < upTo, told + " is one of the values");
      assertTrue(
          below + 1 <= wanted + error && upTo >= wanted - error,
          "%s quantile: rank %d to %d, wanted %s within %s"
              .formatted(objective.quantile(), below + 1, upTo, wanted, error));
    }
  }

  @ParameterizedTest
  @EnumSource
  void ranks_are_off_by_no_more_than_promised(Stream stream) {
    double[] values = stream.draw();

    for (int batch : new int[] {7, 500}) {
      QuantileSketch sketch = sketch(values, batch);

      assertEquals(COUNT, sketch.count());
      assertKeepsPromise(sketch, values);
    }
  }

  @ParameterizedTest
  @EnumSource
  void few_values_are_kept_of_many(Stream stream) {
    int size = sketch(stream.draw(), 500).size();
    assertTrue(size < 300, size + " are kept");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 10, 99, 100, 101, 1000})
  void a_few_values_keep_the_promise_as_well(int count) {
    double[] values = Arrays.copyOf(Stream.NORMAL.draw(), count);

    for (int batch : new int[] {1, 3, 500}) {
      assertKeepsPromise(sketch(values, batch), values);
    }
  }

  @Test
  void one_value_is_all_quantiles_and_none_is_not_a_number() {
    QuantileSketch sketch = new QuantileSketch(OBJECTIVES);
    assertEquals(Double.NaN, sketch.quantile(0.5));

    sketch.insert(new double[] {7, -1}, 1);

    assertEquals(7, sketch.quantile(0.01));
    assertEquals(7, sketch.quantile(0.99));

    sketch.clear();

    assertEquals(Double.NaN, sketch.quantile(0.5));
    assertEquals(0, sketch.size());
  }
}

package dev.pharos.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class HistogramBoundsTest {

  @Test
  void powers_of_two_are_bounds_of_every_schema() {
    for (int schema = -4; schema <= 8; schema++) {
      int perPower = Math.max(1, 1 << Math.max(0, schema));
      int step = 1 << Math.max(0, -schema);
      for (int exponent = -64; exponent <= 64; exponent += step) {
        int index = schema <= 0 ? exponent / step : exponent * perPower;
        assertEquals(Math.scalb(1.0, exponent), HistogramBounds.exponential(schema, index));
      }
    }
  }

  @Test
  void a_bound_is_the_same_in_all_schemas_that_have_it() {
    for (int schema = 1; schema < 8; schema++) {
      for (int index = -300; index <= 300; index++) {
        assertEquals(
            HistogramBounds.exponential(schema, index),
            HistogramBounds.exponential(schema + 1, 2 * index));
      }
    }
  }

  @Test
  void bounds_are_a_few_units_from_the_powers_they_stand_for_and_rise() {
    double before = 0;
    for (int index = -2560; index <= 2560; index++) {
      double bound = HistogramBounds.exponential(8, index);
      double exact = StrictMath.pow(2, index / 256.0);
      assertTrue(Math.abs(bound - exact) <= 4 * Math.ulp(exact), () -> "bucket of " + exact);
      assertTrue(bound > before);
      before = bound;
    }
  }

  /** The numbers by which instrumented code sorts, of which these two are not the nearest. */
  @Test
  void bounds_are_those_of_instrumented_code_to_the_last_bit() {
    assertEquals(0.7071067811865475, HistogramBounds.exponential(1, -1));
    assertEquals(0.8408964152537144, HistogramBounds.exponential(2, -1));
  }

  @Test
  void the_last_bucket_of_finite_values_ends_with_the_largest_of_them() {
    assertEquals(Double.MAX_VALUE, HistogramBounds.exponential(0, 1024));
    assertEquals(Double.POSITIVE_INFINITY, HistogramBounds.exponential(0, 1025));
    assertEquals(Double.MAX_VALUE, HistogramBounds.exponential(8, 1024 * 256));
    assertEquals(Double.POSITIVE_INFINITY, HistogramBounds.exponential(8, 1024 * 256 + 1));
    assertEquals(Double.MAX_VALUE, HistogramBounds.exponential(-4, 64));
    assertEquals(Double.POSITIVE_INFINITY, HistogramBounds.exponential(-4, 65));
  }

  @Test
  void indexes_far_away_end_at_zero_and_infinity() {
    assertEquals(0, HistogramBounds.exponential(-4, Integer.MIN_VALUE));
    assertEquals(Double.POSITIVE_INFINITY, HistogramBounds.exponential(-4, Integer.MAX_VALUE));
    assertEquals(0, HistogramBounds.exponential(8, Integer.MIN_VALUE));
  }
}

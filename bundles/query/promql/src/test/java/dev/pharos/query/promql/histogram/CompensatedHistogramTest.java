package dev.pharos.query.promql.histogram;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pharos.model.NativeHistogram;
import dev.pharos.model.NativeHistogram.FloatCounts;
import dev.pharos.model.NativeHistogram.ResetHint;
import dev.pharos.model.NativeHistogram.Span;
import dev.pharos.query.promql.histogram.FloatHistogram.IncompatibleException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What is expected is the exact sum, rounded once: 10^16 and 1 are 10^16 if nothing is carried
 * along.
 */
class CompensatedHistogramTest {

  private static final double MUCH = 1e16;
  private static final Span[] NONE = {};
  private static final double[] NOTHING = {};

  private static FloatHistogram exponential(int schema, double width, double zeros, double... b) {
    return FloatHistogram.of(
        new FloatCounts(
            ResetHint.UNKNOWN,
            schema,
            width,
            zeros,
            zeros + b[0],
            1,
            new Span[] {new Span(0, b.length)},
            b,
            NONE,
            NOTHING,
            NOTHING));
  }

  private static FloatHistogram custom(double[] bounds, double... buckets) {
    return FloatHistogram.of(
        new FloatCounts(
            ResetHint.UNKNOWN,
            NativeHistogram.CUSTOM_BUCKETS_SCHEMA,
            0,
            0,
            1,
            1,
            new Span[] {new Span(0, buckets.length)},
            buckets,
            NONE,
            NOTHING,
            bounds));
  }

  private static FloatHistogram sum(FloatHistogram... all) throws IncompatibleException {
    CompensatedHistogram sum = CompensatedHistogram.of(all[0]);
    for (int i = 1; i < all.length; i++) {
      sum = sum.plus(all[i]);
    }
    return sum.total();
  }

  @Test
  void what_additions_lose_comes_back_in_the_end() throws Exception {
    FloatHistogram sum =
        sum(
            exponential(0, 0.001, MUCH, MUCH),
            exponential(0, 0.001, 1, 1),
            exponential(0, 0.001, 1, 1));
    assertEquals(MUCH + 2, sum.zeroCount());
    assertArrayEquals(new double[] {MUCH + 2}, sum.positive().counts());
    assertEquals(2 * MUCH + 4, sum.count());
  }

  /** (1,1.414] and (1.414,2] fall together when a coarser histogram comes. */
  @Test
  void what_is_lost_where_buckets_fall_together_is_carried_along() throws Exception {
    FloatHistogram fine = exponential(1, 0, 0, 0, MUCH, 1);
    FloatHistogram sum = sum(fine, exponential(0, 0, 0, 0, 1));
    assertEquals(0, sum.schema());
    assertArrayEquals(new double[] {0, MUCH + 2}, sum.positive().counts());

    FloatHistogram other = sum(exponential(0, 0, 0, 0, 1), fine);
    assertArrayEquals(new double[] {0, MUCH + 2}, other.positive().counts());
  }

  /** (0.5,1] goes into a bucket around zero that is wider. */
  @Test
  void what_is_lost_on_the_way_into_the_bucket_around_zero_is_carried_along() throws Exception {
    FloatHistogram sum =
        sum(exponential(0, 0.25, MUCH, 1), exponential(0, 1, 1, 0), exponential(0, 1, 0, 0));
    assertEquals(1, sum.zeroThreshold());
    assertEquals(MUCH + 2, sum.zeroCount());
  }

  /** Bounds 1 and 3 have 3 in common: what was up to 1 and from 1 to 3 is one. */
  @Test
  void bounds_in_common_are_summed_without_loss() throws Exception {
    FloatHistogram sum =
        sum(custom(new double[] {1, 3}, MUCH, 1, 5), custom(new double[] {2, 3}, 1, 0, 7));
    assertArrayEquals(new double[] {3}, sum.bounds());
    assertArrayEquals(new double[] {MUCH + 2, 12}, sum.positive().counts());
  }

  @Test
  @Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void a_width_around_zero_that_is_no_number_does_not_keep_the_query() throws Exception {
    FloatHistogram sum = sum(exponential(0, Double.NaN, 1, 2), exponential(0, 0.5, 3, 4));
    assertEquals(4, sum.zeroCount());
    assertEquals(3 + 7, sum.count());
  }

  @Test
  @Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void nor_does_it_where_resets_are_looked_for() {
    FloatHistogram undefined = exponential(0, Double.NaN, 1, 2);
    FloatHistogram narrow = exponential(0, 0.5, 1, 2);
    // What the bucket around zero was made as wide as is never the same as no number.
    assertTrue(undefined.isResetSince(undefined));
    assertTrue(undefined.isResetSince(narrow));
    assertFalse(narrow.isResetSince(undefined));
  }

  @Test
  void buckets_of_two_kinds_are_not_added() {
    assertThrows(
        IncompatibleException.class,
        () -> sum(custom(new double[] {1}, 1), exponential(0, 0, 0, 1)));
  }
}

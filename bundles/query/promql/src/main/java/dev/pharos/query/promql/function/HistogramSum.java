package dev.pharos.query.promql.function;

import dev.pharos.model.NativeHistogram;
import dev.pharos.model.NativeHistogram.ResetHint;
import dev.pharos.query.promql.column.Annotations;
import dev.pharos.query.promql.histogram.BucketRow;
import dev.pharos.query.promql.histogram.FloatHistogram;
import dev.pharos.query.promql.histogram.Kahan;
import dev.pharos.query.syntax.Span;
import org.jspecify.annotations.Nullable;

/**
 * Sum or mean of native histograms with what additions lose carried along, until two of them cannot
 * be brought together: the same steps in the same order as Prometheus.
 */
final class HistogramSum {

  private final boolean mean;
  private @Nullable FloatHistogram sum;
  private @Nullable FloatHistogram lost;
  private double count;
  private boolean running;
  private boolean incompatible;
  private String incompatibleMetric = "";
  private boolean mismatched;
  private boolean reset;
  private boolean noReset;

  /**
   * A sum of nothing yet.
   *
   * @param mean whether the mean is wanted instead
   */
  HistogramSum(boolean mean) {
    this.mean = mean;
  }

  /** Adds a histogram of a metric. */
  void add(NativeHistogram histogram, String metric) {
    if (incompatible) {
      return;
    }
    FloatHistogram next = FloatHistogram.of(histogram);
    reset |= next.hint() == ResetHint.RESET;
    noReset |= next.hint() == ResetHint.NO_RESET;
    count++;
    FloatHistogram before = sum;
    if (before == null) {
      sum = next;
      return;
    }
    FloatHistogram lostBefore = lost == null ? before.emptied() : lost;
    mismatched |= before.isMismatched(next);
    try {
      if (!mean) {
        add(before, lostBefore, next);
        return;
      }
      if (!running) {
        add(before, lostBefore, next);
        if (sum != null && !sum.overflows()) {
          return;
        }
        running = true;
        before = before.dividedBy(count - 1);
        lostBefore = lostBefore.dividedBy(count - 1);
      }
      double share = (count - 1) / count;
      add(before.times(share), lostBefore.times(share), next.dividedBy(count));
    } catch (FloatHistogram.IncompatibleException e) {
      incompatible = true;
      incompatibleMetric = metric;
    }
  }

  private void add(FloatHistogram before, FloatHistogram lostBefore, FloatHistogram next)
      throws FloatHistogram.IncompatibleException {
    FloatHistogram.Aligned aligned = before.align(next);
    FloatHistogram one = aligned.one();
    FloatHistogram other = aligned.other();
    FloatHistogram carried = carried(lostBefore, one);
    BucketRow.Compensated positive =
        one.positive().plusCompensated(other.positive(), carried.positive());
    BucketRow.Compensated negative =
        one.negative().plusCompensated(other.negative(), carried.negative());
    double zeros = one.zeroCount() + other.zeroCount();
    double counts = one.count() + other.count();
    double sums = one.sum() + other.sum();
    sum =
        new FloatHistogram(
            before.hint(next),
            one.schema(),
            one.zeroThreshold(),
            zeros,
            counts,
            sums,
            positive.sum(),
            negative.sum(),
            one.bounds());
    lost =
        new FloatHistogram(
            before.hint(next),
            one.schema(),
            one.zeroThreshold(),
            Kahan.lostAfter(one.zeroCount(), carried.zeroCount(), other.zeroCount(), zeros),
            Kahan.lostAfter(one.count(), carried.count(), other.count(), counts),
            Kahan.lostAfter(one.sum(), carried.sum(), other.sum(), sums),
            positive.lost(),
            negative.lost(),
            one.bounds());
  }

  /** What was lost, in the buckets of the sum. */
  private static FloatHistogram carried(FloatHistogram lost, FloatHistogram sum) {
    if (sum.isCustom()) {
      return lost.isMismatched(sum) ? lost.rebound(sum.bounds()) : lost;
    }
    FloatHistogram coarser = lost.toSchema(sum.schema());
    return coarser.zeroThreshold() == sum.zeroThreshold()
        ? coarser
        : coarser.absorbing(sum.zeroThreshold());
  }

  /** The result, or null if there is none; tells the author of the query what happened. */
  @Nullable NativeHistogram result(Annotations annotations, Span at) {
    FloatHistogram total = sum;
    if (incompatible || total == null) {
      annotations.mixedSchemas(incompatibleMetric, at);
      return null;
    }
    if (mismatched) {
      annotations.mismatchedCustomBuckets("aggregation", at);
    }
    if (reset && noReset) {
      annotations.conflictingResets("aggregation", at);
    }
    FloatHistogram carried = lost;
    if (mean && !running) {
      total = total.dividedBy(count);
      carried = carried == null ? null : carried.dividedBy(count);
    }
    if (carried != null) {
      try {
        total = total.plus(carried, 1);
      } catch (FloatHistogram.IncompatibleException e) {
        throw new IllegalStateException("a sum and its losses have the same buckets", e);
      }
    }
    return total.toModel();
  }
}

package dev.pharos.query.promql;

import dev.pharos.model.NativeHistogram;
import dev.pharos.query.syntax.Span;
import org.jspecify.annotations.Nullable;

/** Adds up native histograms, until two of them cannot be brought together. */
final class HistogramSum {

  private @Nullable FloatHistogram sum;
  private final Kahan sums = new Kahan();
  private final Mean meanSum = new Mean();
  private final Mean meanCount = new Mean();
  private int count;
  private boolean incompatible;
  private boolean mismatched;

  void add(NativeHistogram histogram) {
    FloatHistogram next = FloatHistogram.of(histogram);
    FloatHistogram before = sum;
    count++;
    sums.add(next.sum());
    meanSum.add(next.sum());
    meanCount.add(next.count());
    if (before == null) {
      sum = next;
      return;
    }
    try {
      mismatched |= before.isMismatched(next);
      sum = before.plus(next, 1);
    } catch (FloatHistogram.IncompatibleException e) {
      incompatible = true;
    }
  }

  /**
   * The sum, or null if there is none; tells the author of the query what happened.
   *
   * @param mean whether the mean is wanted instead
   */
  @Nullable NativeHistogram result(
      boolean mean, String metric, String operation, Annotations annotations, Span at) {
    FloatHistogram total = sum;
    if (incompatible || total == null) {
      annotations.mixedSchemas(metric, at);
      return null;
    }
    if (mismatched) {
      annotations.mismatchedCustomBuckets(operation, at);
    }
    FloatHistogram result =
        mean
            ? total.dividedBy(count).withTotals(meanCount.value(), meanSum.value())
            : total.withTotals(total.count(), sums.total());
    return result.toModel();
  }
}

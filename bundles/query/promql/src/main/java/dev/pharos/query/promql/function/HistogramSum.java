package dev.pharos.query.promql.function;

import dev.pharos.model.NativeHistogram;
import dev.pharos.model.NativeHistogram.ResetHint;
import dev.pharos.query.promql.column.Annotations;
import dev.pharos.query.promql.histogram.CompensatedHistogram;
import dev.pharos.query.promql.histogram.FloatHistogram;
import dev.pharos.query.syntax.Span;
import org.jspecify.annotations.Nullable;

/**
 * Sum or mean of native histograms with what additions lose carried along, until two of them cannot
 * be brought together.
 */
final class HistogramSum {

  private final boolean mean;
  private @Nullable CompensatedHistogram sum;
  private double count;
  private boolean running;
  private boolean incompatible;
  private String incompatibleMetric = "";
  private int valuesBefore;
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

  /**
   * Adds a histogram of a metric.
   *
   * @param values how many plain values there were before; a histogram behind one begins no sum
   */
  void add(NativeHistogram histogram, String metric, int values) {
    if (incompatible || (sum == null && values > 0)) {
      return;
    }
    FloatHistogram next = FloatHistogram.of(histogram);
    reset |= next.hint() == ResetHint.RESET;
    noReset |= next.hint() == ResetHint.NO_RESET;
    count++;
    if (sum == null) {
      sum = CompensatedHistogram.of(next);
      return;
    }
    mismatched |= sum.sum().isMismatched(next);
    try {
      sum = with(sum, next);
    } catch (FloatHistogram.IncompatibleException e) {
      incompatible = true;
      incompatibleMetric = metric;
      valuesBefore = values;
    }
  }

  private CompensatedHistogram with(CompensatedHistogram before, FloatHistogram next)
      throws FloatHistogram.IncompatibleException {
    CompensatedHistogram whole = before;
    if (!running) {
      CompensatedHistogram all = before.plus(next);
      if (!mean || !all.sum().overflows()) {
        return all;
      }
      running = true;
      whole = before.dividedBy(count - 1);
    }
    return whole.times((count - 1) / count).plus(next.dividedBy(count));
  }

  /**
   * Whether there were plain values too.
   *
   * @param values how many there are in all; those behind a fault do not count
   */
  boolean isMixed(int values) {
    return (incompatible ? valuesBefore : values) > 0;
  }

  /** Tells the author of the query what happened while histograms were added. */
  void tellOfBuckets(Annotations annotations, Span at) {
    if (incompatible) {
      annotations.mixedSchemas(incompatibleMetric, at);
    }
    if (mismatched) {
      annotations.mismatchedCustomBuckets("aggregation", at);
    }
  }

  /** Tells the author of the query whether histograms knew different things of resets. */
  void tellOfResets(Annotations annotations, Span at) {
    if (reset && noReset) {
      annotations.conflictingResets("aggregation", at);
    }
  }

  /** The result; null if there is none. */
  @Nullable FloatHistogram result() {
    if (incompatible || sum == null) {
      return null;
    }
    return (mean && !running ? sum.dividedBy(count) : sum).total();
  }
}

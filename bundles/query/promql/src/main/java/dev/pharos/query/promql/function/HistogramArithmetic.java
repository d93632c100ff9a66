package dev.pharos.query.promql.function;

import dev.pharos.query.promql.column.Annotations;
import dev.pharos.query.promql.histogram.FloatHistogram;
import dev.pharos.query.syntax.Span;

/** Adds and subtracts histograms, and says where their boundaries had to be reconciled. */
public final class HistogramArithmetic {

  private final Annotations annotations;
  private final Span at;

  public HistogramArithmetic(Annotations annotations, Span at) {
    this.annotations = annotations;
    this.at = at;
  }

  FloatHistogram plus(FloatHistogram one, FloatHistogram other)
      throws FloatHistogram.IncompatibleException {
    tell(one, other, "addition");
    return one.plus(other, 1);
  }

  FloatHistogram minus(FloatHistogram one, FloatHistogram other)
      throws FloatHistogram.IncompatibleException {
    tell(one, other, "subtraction");
    return one.plus(other, -1);
  }

  private void tell(FloatHistogram one, FloatHistogram other, String operation) {
    if (one.isMismatched(other)) {
      annotations.mismatchedCustomBuckets(operation, at);
    }
  }
}

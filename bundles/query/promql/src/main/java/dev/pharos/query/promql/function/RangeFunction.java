package dev.pharos.query.promql.function;

import dev.pharos.query.promql.column.Column;

/** A function of the samples in a range. Has no state, and so serves all series. */
@FunctionalInterface
public interface RangeFunction {

  /**
   * The result for one window that is not empty; {@link Column#ABSENT} for none, or where a
   * histogram was {@linkplain Window#answer answered}.
   */
  double apply(Window window);
}

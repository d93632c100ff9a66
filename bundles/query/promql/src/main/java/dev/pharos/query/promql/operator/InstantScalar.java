package dev.pharos.query.promql.operator;

import java.util.List;
import java.util.function.IntToDoubleFunction;

/** A number that follows from the instant alone, or is written in the query. */
public final class InstantScalar extends ScalarOperator {

  private final IntToDoubleFunction function;

  /**
   * Makes the operator.
   *
   * @param function the number at the instant of an index
   */
  public InstantScalar(Place place, IntToDoubleFunction function) {
    super(place, List.of());
    this.function = function;
  }

  @Override
  double[] compute() {
    double[] values = new double[grid().size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = function.applyAsDouble(i);
    }
    return values;
  }
}

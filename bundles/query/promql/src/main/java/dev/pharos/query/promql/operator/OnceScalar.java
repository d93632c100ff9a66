package dev.pharos.query.promql.operator;

import dev.pharos.storage.api.StorageException;
import java.util.Arrays;
import java.util.List;

/** A number that is the same at every instant: computed for the first one, and spread out. */
public final class OnceScalar extends ScalarOperator {

  private final ScalarOperator input;

  /**
   * Makes the operator.
   *
   * @param input over the first instant of the grid alone
   */
  public OnceScalar(Place place, ScalarOperator input) {
    super(place, List.of(input));
    this.input = input;
  }

  @Override
  double[] compute() throws StorageException {
    double[] values = new double[grid().size()];
    Arrays.fill(values, input.values()[0]);
    return values;
  }
}

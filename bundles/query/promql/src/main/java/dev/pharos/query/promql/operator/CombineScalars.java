package dev.pharos.query.promql.operator;

import dev.pharos.storage.api.StorageException;
import java.util.List;
import java.util.function.DoubleBinaryOperator;

/** A number made of two others. */
public final class CombineScalars extends ScalarOperator {

  private final ScalarOperator left;
  private final ScalarOperator right;
  private final DoubleBinaryOperator function;

  public CombineScalars(
      Place place, ScalarOperator left, ScalarOperator right, DoubleBinaryOperator function) {
    super(place, List.of(left, right));
    this.left = left;
    this.right = right;
    this.function = function;
  }

  @Override
  double[] compute() throws StorageException {
    double[] one = left.values();
    double[] other = right.values();
    double[] results = new double[one.length];
    for (int i = 0; i < results.length; i++) {
      results[i] = function.applyAsDouble(one[i], other[i]);
    }
    return results;
  }
}

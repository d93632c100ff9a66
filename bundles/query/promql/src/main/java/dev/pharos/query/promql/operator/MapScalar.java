package dev.pharos.query.promql.operator;

import dev.pharos.storage.api.StorageException;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/** A number made of another one. */
public final class MapScalar extends ScalarOperator {

  private final ScalarOperator input;
  private final DoubleUnaryOperator function;

  public MapScalar(Place place, ScalarOperator input, DoubleUnaryOperator function) {
    super(place, List.of(input));
    this.input = input;
    this.function = function;
  }

  @Override
  double[] compute() throws StorageException {
    double[] values = input.values();
    double[] results = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      results[i] = function.applyAsDouble(values[i]);
    }
    return results;
  }
}

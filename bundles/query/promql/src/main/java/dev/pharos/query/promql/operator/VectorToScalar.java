package dev.pharos.query.promql.operator;

import dev.pharos.query.promql.column.Column;
import dev.pharos.storage.api.StorageException;
import java.util.Arrays;
import java.util.List;

/** {@code scalar()}: the only value there is at an instant; NaN if there are none or several. */
public final class VectorToScalar extends ScalarOperator {

  private final VectorOperator input;

  public VectorToScalar(Place place, VectorOperator input) {
    super(place, List.of(input));
    this.input = input;
  }

  @Override
  double[] compute() throws StorageException {
    double[] values = new double[grid().size()];
    Arrays.fill(values, Double.NaN);
    boolean[] found = new boolean[values.length];
    input.stream(
        column -> {
          for (int i = column.first(); i < column.end(); i++) {
            double value = column.value(i);
            if (!Column.isAbsent(value)) {
              values[i] = found[i] ? Double.NaN : value;
              found[i] = true;
            }
          }
        });
    return values;
  }
}

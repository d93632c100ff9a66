package dev.pharos.query.promql.operator;

import dev.pharos.query.promql.column.Column;
import java.util.List;

/**
 * {@code timestamp()} and {@code start_timestamp()}: of samples straight from the storage, which
 * the selector below has told, or else the instants themselves.
 */
public final class Timestamps extends EachSeries {

  private final boolean told;

  /**
   * Makes the operator.
   *
   * @param told whether the values of the input are timestamps already
   */
  public Timestamps(Place place, VectorOperator input, boolean told) {
    super(place, input, List.of(input));
    this.told = told;
  }

  @Override
  Column apply(Column column) {
    if (told) {
      return column;
    }
    double[] times = new double[column.values().length];
    for (int i = 0; i < times.length; i++) {
      int step = column.first() + i;
      times[i] = column.has(step) ? grid().at(step) / 1000.0 : Column.ABSENT;
    }
    return column.withValues(times);
  }
}

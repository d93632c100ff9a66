package dev.pharos.query.promql.operator;

import dev.pharos.query.promql.samples.Halves;
import dev.pharos.query.promql.samples.RangeSource;
import dev.pharos.query.syntax.Expr;
import dev.pharos.storage.api.StorageException;
import java.util.List;

/** Series from the storage with their samples in a range. */
public final class SelectRange extends RangeOperator {

  private final Expr.MatrixSelector matrix;
  private final boolean statistics;

  /**
   * Makes the operator.
   *
   * @param statistics whether histograms are asked for nothing but count and sum
   */
  public SelectRange(Place place, Expr.MatrixSelector matrix, boolean statistics) {
    super(place, List.of());
    this.matrix = matrix;
    this.statistics = statistics;
  }

  @Override
  RangeSource source(Halves.Part part) throws StorageException {
    return new RangeSource.Stored(query(), matrix, grid(), statistics, part, tally());
  }

  @Override
  boolean isStored() {
    return true;
  }
}

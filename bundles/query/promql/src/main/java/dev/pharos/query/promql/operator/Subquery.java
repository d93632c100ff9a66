package dev.pharos.query.promql.operator;

import dev.pharos.query.promql.column.Column;
import dev.pharos.query.promql.column.EvaluationException;
import dev.pharos.query.promql.column.Grid;
import dev.pharos.query.promql.column.QueryContext;
import dev.pharos.query.promql.column.SampleCount;
import dev.pharos.query.promql.samples.Halves;
import dev.pharos.query.promql.samples.RangeSource;
import dev.pharos.query.syntax.DurationExpr;
import dev.pharos.query.syntax.Expr;
import dev.pharos.storage.api.StorageException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Series computed at instants of their own, as samples in a range. */
public final class Subquery extends RangeOperator {

  private final Shape shape;
  private final @Nullable VectorOperator input;

  /**
   * Where a subquery looks.
   *
   * @param fixedMillis the end of its range; null for the instant being evaluated
   * @param inner its own instants; null if there are none in its range
   */
  public record Shape(
      long rangeMillis, long offsetMillis, @Nullable Long fixedMillis, @Nullable Grid inner) {

    /** The shape of a subquery under a grid. */
    public static Shape of(QueryContext query, Expr.Subquery subquery, Grid grid) {
      long range = query.millis(subquery.range());
      long step = step(query, subquery.step());
      long offset = query.offsetMillis(subquery.shift());
      Long fixed = query.fixedMillis(subquery.shift());
      long start = (fixed == null ? grid.startMillis() : fixed) - offset - range;
      long end = (fixed == null ? grid.endMillis() : fixed) - offset;
      // Evaluated at multiples of the step, whatever the query's own instants are.
      long first = (Math.floorDiv(start, step) + 1) * step;
      return new Shape(range, offset, fixed, first > end ? null : Grid.between(first, end, step));
    }

    /** What is computed to less than a millisecond is no step; a number like that divides by 0. */
    private static long step(QueryContext query, @Nullable DurationExpr length) {
      long step = length == null ? 0 : query.millis(length);
      if (step == 0 && length instanceof DurationExpr.Seconds) {
        throw new EvaluationException("unexpected error: runtime error: integer divide by zero");
      }
      return step == 0 ? query.defaultStepMillis() : step;
    }
  }

  /**
   * Makes the operator.
   *
   * @param input what is evaluated at the inner instants; null if there are none
   */
  public Subquery(Place place, Shape shape, @Nullable VectorOperator input) {
    super(place, input == null ? List.of() : List.of(input));
    this.shape = shape;
    this.input = input;
  }

  @Override
  RangeSource source(Halves.Part part) throws StorageException {
    Grid inner = shape.inner() == null ? grid() : shape.inner();
    List<Column> columns = input == null ? List.of() : columns(input);
    return new RangeSource.Evaluated(
        shape.rangeMillis(), shape.offsetMillis(), shape.fixedMillis(), inner, columns, tally());
  }

  /** Counts at the query's own instants what has been counted at the inner ones. */
  public void attribute(SampleCount inner, SampleCount outer) {
    Grid instants = shape.inner();
    if (!query().samplesPerStep() || instants == null) {
      outer.addAtFirst(inner);
      return;
    }
    for (int i = 0; i < instants.size(); i++) {
      long late = instants.at(i) + shape.offsetMillis() - grid().startMillis();
      boolean first = late <= 0 || grid().size() == 1 || shape.fixedMillis() != null;
      long step = first ? 0 : Math.min(grid().size() - 1, Math.ceilDiv(late, grid().stepMillis()));
      outer.add((int) step, inner.at(i));
    }
  }

  @Override
  boolean isStored() {
    return false;
  }
}

package dev.pharos.query.promql.operator;

import dev.pharos.model.NativeHistogram;
import dev.pharos.query.promql.column.Column;
import dev.pharos.query.promql.column.ColumnBuilder;
import dev.pharos.query.promql.function.BinaryOperations;
import dev.pharos.query.promql.function.Remark;
import dev.pharos.query.syntax.BinaryOperator;
import dev.pharos.query.syntax.Expr;
import dev.pharos.storage.api.StorageException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An operator between series and a number. */
public final class WithScalar extends EachSeries {

  private final Expr.Binary binary;
  private final BinaryOperator operator;
  private final ScalarOperator scalar;

  /** Whether the number stands on the left. */
  private final boolean swapped;

  /** Whether what does not compare goes, and all else stays as it is. */
  private final boolean filters;

  private final ColumnBuilder out;
  private double[] scalars = new double[0];

  /** Makes the operator; one of the inputs gives series and the other a number. */
  public WithScalar(
      Place place, Expr.Binary binary, VectorOperator vector, ScalarOperator scalar, boolean swap) {
    super(place, vector, swap ? List.of(scalar, vector) : List.of(vector, scalar));
    this.binary = binary;
    this.operator = binary.operator();
    this.scalar = scalar;
    this.swapped = swap;
    this.filters = operator.isComparison() && !binary.bool();
    this.out = new ColumnBuilder(place.grid().size());
  }

  @Override
  void prepare() throws StorageException {
    scalars = scalar.values();
  }

  @Override
  boolean keepsNames() {
    return !BinaryOperations.changesMetric(operator) && !binary.bool();
  }

  @Override
  @Nullable Column apply(Column column) {
    if (column.hasHistograms()) {
      return withHistograms(column);
    }
    double[] values = column.values();
    double[] results = new double[values.length];
    boolean any = false;
    for (int i = 0; i < values.length; i++) {
      double value = values[i];
      if (Column.isAbsent(value)) {
        results[i] = Column.ABSENT;
      } else {
        results[i] = result(value, scalars[column.first() + i]);
        any |= !Column.isAbsent(results[i]);
      }
    }
    return any ? column.withValues(results) : null;
  }

  private double result(double value, double number) {
    double left = swapped ? number : value;
    double right = swapped ? value : number;
    if (filters) {
      return BinaryOperations.holds(operator, left, right) ? value : Column.ABSENT;
    }
    return BinaryOperations.isTrim(operator)
        ? incompatible()
        : BinaryOperations.compute(operator, left, right);
  }

  private double incompatible() {
    annotations().incompatibleTypes("float", operator.symbol(), "float", binary.at());
    return Column.ABSENT;
  }

  private @Nullable Column withHistograms(Column column) {
    for (int i = column.first(); i < column.end(); i++) {
      double value = column.value(i);
      NativeHistogram histogram = column.histogram(i);
      double number = scalars[i];
      if (!Column.isAbsent(value)) {
        out.set(i, result(value, number));
      } else if (histogram != null) {
        Remark remark =
            BinaryOperations.histograms(
                operator,
                number,
                swapped ? null : histogram,
                number,
                swapped ? histogram : null,
                binary.bool(),
                i,
                out);
        if (remark != null) {
          remark.tell(annotations(), binary.at());
        }
      }
    }
    return out.build(column.labels(), column.nameless());
  }
}

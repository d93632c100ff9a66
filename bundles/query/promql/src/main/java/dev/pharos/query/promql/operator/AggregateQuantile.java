package dev.pharos.query.promql.operator;

import dev.pharos.query.promql.column.Column;
import dev.pharos.query.promql.column.ColumnBuilder;
import dev.pharos.query.promql.column.Sink;
import dev.pharos.query.promql.function.Quantiles;
import dev.pharos.query.promql.histogram.GoMath;
import dev.pharos.query.syntax.Expr;
import dev.pharos.query.syntax.Span;
import dev.pharos.storage.api.StorageException;
import java.util.List;

/** {@code quantile()}: a quantile of the values of each group, for which all have to be there. */
public final class AggregateQuantile extends VectorOperator {

  private final Expr.Aggregation aggregation;
  private final ScalarOperator parameter;
  private final VectorOperator input;
  private final Grouping grouping;

  public AggregateQuantile(
      Place place, Expr.Aggregation aggregation, ScalarOperator parameter, VectorOperator input) {
    super(place, List.of(parameter, input));
    this.aggregation = aggregation;
    this.parameter = parameter;
    this.input = input;
    this.grouping = new Grouping(aggregation);
  }

  @Override
  boolean isNameless() {
    return grouping.isNameless();
  }

  @Override
  void produce(Sink sink) throws StorageException {
    double[] quantiles = parameter.values();
    tellOfInvalid(quantiles);
    ColumnBuilder out = new ColumnBuilder(grid().size());
    for (Grouping.Group group : grouping.of(columns(input))) {
      query().access().check();
      fill(group.columns, quantiles, out);
      Column column = out.build(group.labels, group.isNameless());
      if (column != null) {
        sink.take(column);
      }
    }
  }

  /** Of all that are no quantiles the extremes are told, and once that there is one that is NaN. */
  private void tellOfInvalid(double[] quantiles) {
    Span at = parameter.expr().unwrapped().at();
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    boolean nan = false;
    for (double q : quantiles) {
      nan |= Double.isNaN(q);
      least = GoMath.min(least, q);
      most = GoMath.max(most, q);
    }
    if (nan) {
      annotations().invalidQuantile(Double.NaN, at);
    }
    if (most > 1) {
      annotations().invalidQuantile(most, at);
    }
    if (least < 0) {
      annotations().invalidQuantile(least, at);
    }
  }

  private void fill(List<Column> columns, double[] quantiles, ColumnBuilder out) {
    double[] values = new double[columns.size()];
    for (int i = 0; i < quantiles.length; i++) {
      int n = 0;
      for (Column column : columns) {
        double value = column.value(i);
        if (!Column.isAbsent(value)) {
          values[n++] = value;
        } else if (column.histogram(i) != null) {
          annotations()
              .histogramIgnoredInAggregation("quantile", aggregation.expr().unwrapped().at());
        }
      }
      if (n > 0) {
        out.set(i, Quantiles.ofUnsorted(quantiles[i], values, n));
      }
    }
  }
}

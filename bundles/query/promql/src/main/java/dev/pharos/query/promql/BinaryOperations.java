package dev.pharos.query.promql;

import dev.pharos.model.NativeHistogram;
import dev.pharos.query.syntax.BinaryOperator;
import dev.pharos.query.syntax.Expr;
import dev.pharos.query.syntax.ValueType;
import dev.pharos.storage.api.StorageException;
import java.util.ArrayList;
import java.util.List;

/** Operators between scalars, between a scalar and a vector, and between vectors. */
final class BinaryOperations {

  private final Evaluator evaluator;
  private final Expr.Binary binary;
  private final BinaryOperator operator;

  BinaryOperations(Evaluator evaluator, Expr.Binary binary) {
    this.evaluator = evaluator;
    this.binary = binary;
    this.operator = binary.operator();
  }

  Value evaluate(Grid grid) throws StorageException {
    boolean leftVector = binary.left().type() == ValueType.VECTOR;
    boolean rightVector = binary.right().type() == ValueType.VECTOR;
    if (leftVector && rightVector) {
      List<Column> left = evaluator.vector(binary.left(), grid);
      List<Column> right = evaluator.vector(binary.right(), grid);
      return new Value.Vector(
          operator.isSet()
              ? new SetOperations(binary).evaluate(left, right, grid)
              : new VectorMatching(evaluator, binary, grid).evaluate(left, right));
    }
    if (leftVector) {
      List<Column> columns = evaluator.vector(binary.left(), grid);
      return withScalar(columns, evaluator.scalars(binary.right(), grid), false);
    }
    double[] left = evaluator.scalars(binary.left(), grid);
    if (rightVector) {
      return withScalar(evaluator.vector(binary.right(), grid), left, true);
    }
    double[] right = evaluator.scalars(binary.right(), grid);
    double[] results = new double[grid.size()];
    for (int i = 0; i < results.length; i++) {
      results[i] = Operators.compute(operator, left[i], right[i]);
    }
    return new Value.Scalars(results);
  }

  /**
   * Each column with a number.
   *
   * @param swapped whether the number stands on the left
   */
  private Value withScalar(List<Column> columns, double[] scalars, boolean swapped) {
    boolean filters = operator.isComparison() && !binary.bool();
    List<Column> results = new ArrayList<>(columns.size());
    for (Column column : columns) {
      Column result =
          column.hasHistograms()
              ? withHistograms(column, scalars, swapped)
              : column.withValues(values(column, scalars, swapped, filters));
      if (result != null) {
        results.add(
            Operators.changesMetric(operator) || binary.bool()
                ? evaluator.names().drop(result)
                : result);
      }
    }
    if (filters || Operators.isTrim(operator)) {
      return new Value.Vector(withoutEmpty(results));
    }
    boolean apart = results.size() == columns.size() && Names.stayApart(columns, results);
    return new Value.Vector(apart ? results : Names.merge(results));
  }

  private double[] values(Column column, double[] scalars, boolean swapped, boolean filters) {
    double[] values = column.values();
    double[] results = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      double value = values[i];
      double scalar = scalars[column.first() + i];
      if (Column.isAbsent(value)) {
        results[i] = Column.ABSENT;
      } else {
        results[i] = result(swapped ? scalar : value, swapped ? value : scalar, value, filters);
      }
    }
    return results;
  }

  private double result(double left, double right, double kept, boolean filters) {
    if (filters) {
      return Operators.holds(operator, left, right) ? kept : Column.ABSENT;
    }
    return Operators.isTrim(operator) ? incompatible() : Operators.compute(operator, left, right);
  }

  private double incompatible() {
    evaluator
        .query()
        .annotations()
        .incompatibleTypes("float", operator.symbol(), "float", binary.at());
    return Column.ABSENT;
  }

  private Column withHistograms(Column column, double[] scalars, boolean swapped) {
    boolean filters = operator.isComparison() && !binary.bool();
    ColumnBuilder out = new ColumnBuilder(column.end());
    for (int i = column.first(); i < column.end(); i++) {
      double value = column.value(i);
      NativeHistogram histogram = column.histogram(i);
      double scalar = scalars[i];
      if (!Column.isAbsent(value)) {
        out.set(i, result(swapped ? scalar : value, swapped ? value : scalar, value, filters));
      } else if (histogram != null) {
        Operators.histograms(
            operator,
            scalar,
            swapped ? null : histogram,
            scalar,
            swapped ? histogram : null,
            binary.bool(),
            i,
            out,
            evaluator.query().annotations(),
            binary.at());
      }
    }
    Column result = out.build(column.labels(), column.nameless());
    return result == null
        ? new Column(column.labels(), column.nameless(), 0, new double[0], null)
        : result;
  }

  private static List<Column> withoutEmpty(List<Column> columns) {
    List<Column> left = new ArrayList<>(columns.size());
    for (Column column : columns) {
      for (int i = column.first(); i < column.end(); i++) {
        if (column.has(i)) {
          left.add(column);
          break;
        }
      }
    }
    return left;
  }
}

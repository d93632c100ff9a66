package dev.pharos.query.promql;

import dev.pharos.query.syntax.Expr;
import dev.pharos.query.syntax.Function;
import dev.pharos.storage.api.StorageException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Functions that turn each value into another one, whatever stands beside it; histograms are left
 * out.
 */
final class ValueFunctions {

  /** A function of a value and of the instant at which it stands. */
  @FunctionalInterface
  private interface Stepwise {
    double apply(double value, int step);
  }

  private final Evaluator evaluator;
  private final Expr.Call call;

  ValueFunctions(Evaluator evaluator, Expr.Call call) {
    this.evaluator = evaluator;
    this.call = call;
  }

  List<Column> evaluate(Grid grid) throws StorageException {
    DoubleUnaryOperator plain = plain(call.function());
    if (plain != null) {
      return map(
          Calls.vectorOrTime(evaluator, call, grid), (value, step) -> plain.applyAsDouble(value));
    }
    List<Column> columns = evaluator.vector(call.arguments().getFirst(), grid);
    return switch (call.function()) {
      case CLAMP -> {
        double[] low = scalars(1, grid);
        double[] high = scalars(2, grid);
        yield map(
            columns,
            (value, i) ->
                high[i] < low[i] ? Column.ABSENT : GoMath.max(low[i], GoMath.min(high[i], value)));
      }
      case CLAMP_MIN -> {
        double[] low = scalars(1, grid);
        yield map(columns, (value, i) -> GoMath.max(low[i], value));
      }
      case CLAMP_MAX -> {
        double[] high = scalars(1, grid);
        yield map(columns, (value, i) -> GoMath.min(high[i], value));
      }
      case ROUND -> {
        double[] nearest = call.argument(1).isPresent() ? scalars(1, grid) : null;
        yield map(columns, (value, i) -> round(value, nearest == null ? 1 : nearest[i]));
      }
      default ->
          throw new EvaluationException(
              "function \"" + call.function().text() + "\" is not available yet");
    };
  }

  private double[] scalars(int argument, Grid grid) throws StorageException {
    return evaluator.scalars(call.arguments().get(argument), grid);
  }

  private List<Column> map(List<Column> columns, Stepwise function) {
    List<Column> mapped = new ArrayList<>(columns.size());
    for (Column column : columns) {
      double[] values = new double[column.values().length];
      boolean any = false;
      for (int i = 0; i < values.length; i++) {
        double value = column.values()[i];
        if (Column.isAbsent(value)) {
          values[i] = Column.ABSENT;
        } else {
          values[i] = function.apply(value, column.first() + i);
          any |= !Column.isAbsent(values[i]);
        }
      }
      if (any) {
        mapped.add(evaluator.names().drop(column.withValues(values)));
      }
    }
    return Names.merge(mapped);
  }

  /** Halves are rounded up, which is why there is no use of {@code Math.rint}. */
  private static double round(double value, double nearest) {
    double inverse = 1 / nearest;
    return Math.floor(value * inverse + 0.5) / inverse;
  }

  private static @Nullable DoubleUnaryOperator plain(Function function) {
    return switch (function) {
      case ABS -> Math::abs;
      case CEIL -> Math::ceil;
      case FLOOR -> Math::floor;
      case EXP -> Math::exp;
      case SQRT -> Math::sqrt;
      case LN -> Math::log;
      case LOG2 -> GoMath::log2;
      case LOG10 -> GoMath::log10;
      case SIN -> Math::sin;
      case COS -> Math::cos;
      case TAN -> Math::tan;
      case ASIN -> Math::asin;
      case ACOS -> Math::acos;
      case ATAN -> Math::atan;
      case SINH -> Math::sinh;
      case COSH -> Math::cosh;
      case TANH -> Math::tanh;
      case ASINH -> GoMath::asinh;
      case ACOSH -> GoMath::acosh;
      case ATANH -> GoMath::atanh;
      case RAD -> v -> v * Math.PI / 180;
      case DEG -> v -> v * 180 / Math.PI;
      case SGN -> v -> v < 0 ? -1 : v > 0 ? 1 : v;
      case MINUTE -> v -> Calendar.minute(Calendar.seconds(v));
      case HOUR -> v -> Calendar.hour(Calendar.seconds(v));
      case DAY_OF_WEEK -> v -> Calendar.dayOfWeek(Calendar.seconds(v));
      case DAY_OF_MONTH -> v -> Calendar.dayOfMonth(Calendar.seconds(v));
      case DAY_OF_YEAR -> v -> Calendar.dayOfYear(Calendar.seconds(v));
      case DAYS_IN_MONTH -> v -> Calendar.daysInMonth(Calendar.seconds(v));
      case MONTH -> v -> Calendar.month(Calendar.seconds(v));
      case YEAR -> v -> Calendar.year(Calendar.seconds(v)) + Calendar.years(v);
      default -> null;
    };
  }

  @Override
  public String toString() {
    return call.function().text() + Arrays.asList(call.arguments());
  }
}

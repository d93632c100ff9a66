package dev.pharos.query.promql.operator;

import dev.pharos.query.promql.column.Column;
import dev.pharos.query.promql.column.EvaluationException;
import dev.pharos.query.promql.function.Calendar;
import dev.pharos.query.promql.histogram.GoMath;
import dev.pharos.query.syntax.Expr;
import dev.pharos.query.syntax.Function;
import dev.pharos.storage.api.StorageException;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Functions that turn each value into another one, whatever stands beside it; histograms are left
 * out.
 */
public final class ValueFunction extends EachSeries {

  /** A function of a value and of the instant at which it stands. */
  @FunctionalInterface
  private interface Stepwise {
    double apply(double value, int step);
  }

  private final Expr.Call call;
  private final List<ScalarOperator> parameters;
  private Stepwise function = (value, step) -> value;

  /**
   * Makes the operator.
   *
   * @param inputs the series and the parameters, in the order of the query's text
   */
  public ValueFunction(
      Place place,
      Expr.Call call,
      VectorOperator input,
      List<ScalarOperator> parameters,
      List<? extends Operator> inputs) {
    super(place, input, inputs);
    this.call = call;
    this.parameters = parameters;
  }

  @Override
  void prepare() throws StorageException {
    DoubleUnaryOperator plain = plain(call.function());
    if (plain != null) {
      function = (value, step) -> plain.applyAsDouble(value);
      return;
    }
    double[][] p = new double[parameters.size()][];
    for (int i = 0; i < p.length; i++) {
      p[i] = parameters.get(i).values();
    }
    function =
        switch (call.function()) {
          case CLAMP ->
              (value, i) ->
                  p[1][i] < p[0][i]
                      ? Column.ABSENT
                      : GoMath.max(p[0][i], GoMath.min(p[1][i], value));
          case CLAMP_MIN -> (value, i) -> GoMath.max(p[0][i], value);
          case CLAMP_MAX -> (value, i) -> GoMath.min(p[0][i], value);
          case ROUND -> (value, i) -> round(value, p.length == 0 ? 1 : p[0][i]);
          default ->
              throw new EvaluationException(
                  "function \"" + call.function().text() + "\" is not available yet");
        };
  }

  @Override
  @Nullable Column apply(Column column) {
    double[] values = column.values();
    double[] results = new double[values.length];
    boolean any = false;
    for (int i = 0; i < values.length; i++) {
      if (Column.isAbsent(values[i])) {
        results[i] = Column.ABSENT;
      } else {
        results[i] = function.apply(values[i], column.first() + i);
        any |= !Column.isAbsent(results[i]);
      }
    }
    return any ? column.withValues(results) : null;
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
      case LN -> GoMath::log;
      case LOG2 -> GoMath::log2;
      case LOG10 -> GoMath::log10;
      case SIN -> Math::sin;
      case COS -> Math::cos;
      case TAN -> Math::tan;
      case ASIN -> Math::asin;
      case ACOS -> Math::acos;
      case ATAN -> Math::atan;
      case SINH -> GoMath::sinh;
      case COSH -> GoMath::cosh;
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
}

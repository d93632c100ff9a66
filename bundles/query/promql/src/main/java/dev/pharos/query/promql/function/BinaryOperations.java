package dev.pharos.query.promql.function;

import dev.pharos.model.NativeHistogram;
import dev.pharos.model.NativeHistogram.ResetHint;
import dev.pharos.query.promql.column.ColumnBuilder;
import dev.pharos.query.promql.histogram.FloatHistogram;
import dev.pharos.query.promql.histogram.GoMath;
import dev.pharos.query.promql.histogram.HistogramEquality;
import dev.pharos.query.promql.histogram.HistogramTrim;
import dev.pharos.query.syntax.BinaryOperator;
import org.jspecify.annotations.Nullable;

/** What the operators between samples do. */
public final class BinaryOperations {

  private BinaryOperations() {}

  /** What an operator gives for two numbers; of comparisons, 1 or 0. */
  public static double compute(BinaryOperator operator, double left, double right) {
    return switch (operator) {
      case ADD -> left + right;
      case SUBTRACT -> left - right;
      case MULTIPLY -> left * right;
      case DIVIDE -> left / right;
      case MODULO -> left % right;
      case POWER -> GoMath.pow(left, right);
      case ATAN2 -> Math.atan2(left, right);
      case EQUAL, NOT_EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL ->
          holds(operator, left, right) ? 1 : 0;
      case AND, OR, UNLESS, TRIM_LOWER, TRIM_UPPER ->
          throw new IllegalArgumentException("not between numbers: " + operator);
    };
  }

  /** Whether a comparison holds between two numbers. */
  public static boolean holds(BinaryOperator operator, double left, double right) {
    return switch (operator) {
      case EQUAL -> left == right;
      case NOT_EQUAL -> left != right;
      case LESS -> left < right;
      case LESS_OR_EQUAL -> left <= right;
      case GREATER -> left > right;
      case GREATER_OR_EQUAL -> left >= right;
      default -> throw new IllegalArgumentException("does not compare: " + operator);
    };
  }

  /** Whether what comes out is another metric than what went in. */
  public static boolean changesMetric(BinaryOperator operator) {
    return !operator.isComparison() && !operator.isSet() && !isTrim(operator);
  }

  /** Whether an operator cuts buckets off histograms. */
  public static boolean isTrim(BinaryOperator operator) {
    return operator == BinaryOperator.TRIM_LOWER || operator == BinaryOperator.TRIM_UPPER;
  }

  /**
   * Computes with samples of which at least one is a histogram, and writes the result, if there is
   * one, into {@code out}.
   *
   * @return what there is to tell of it; null for nothing
   */
  public static @Nullable Remark histograms(
      BinaryOperator operator,
      double left,
      @Nullable NativeHistogram leftHistogram,
      double right,
      @Nullable NativeHistogram rightHistogram,
      boolean bool,
      int step,
      ColumnBuilder out) {
    if (leftHistogram != null && rightHistogram != null) {
      return bothHistograms(operator, leftHistogram, rightHistogram, bool, step, out);
    }
    FloatHistogram result = null;
    if (leftHistogram != null) {
      result = withNumber(operator, FloatHistogram.of(leftHistogram), right);
    } else if (rightHistogram != null && operator == BinaryOperator.MULTIPLY) {
      result = FloatHistogram.of(rightHistogram).times(left).compact();
    }
    if (result == null) {
      return incompatible(operator, kind(leftHistogram), kind(rightHistogram));
    }
    out.set(step, result.toModel());
    return null;
  }

  /** What a histogram and a number behind the operator give; null if nothing. */
  private static @Nullable FloatHistogram withNumber(
      BinaryOperator operator, FloatHistogram histogram, double number) {
    return switch (operator) {
      case MULTIPLY -> histogram.times(number).compact();
      case DIVIDE -> histogram.dividedBy(number).compact();
      case TRIM_UPPER -> HistogramTrim.below(histogram, number);
      case TRIM_LOWER -> HistogramTrim.above(histogram, number);
      default -> null;
    };
  }

  /** What there is to tell of samples that an operator has no use for together. */
  public static Remark incompatible(BinaryOperator operator, String left, String right) {
    return Remark.fault(
        (annotations, at) -> annotations.incompatibleTypes(left, operator.symbol(), right, at));
  }

  private static @Nullable Remark bothHistograms(
      BinaryOperator operator,
      NativeHistogram left,
      NativeHistogram right,
      boolean bool,
      int step,
      ColumnBuilder out) {
    return switch (operator) {
      case EQUAL, NOT_EQUAL -> {
        boolean holds = HistogramEquality.equal(left, right) == (operator == BinaryOperator.EQUAL);
        if (bool) {
          out.set(step, holds ? 1 : 0);
        } else if (holds) {
          out.set(step, left);
        }
        yield null;
      }
      case ADD -> sum(FloatHistogram.of(left), FloatHistogram.of(right), true, step, out);
      case SUBTRACT -> sum(FloatHistogram.of(left), FloatHistogram.of(right), false, step, out);
      default -> incompatible(operator, "histogram", "histogram");
    };
  }

  private static @Nullable Remark sum(
      FloatHistogram left, FloatHistogram right, boolean plus, int step, ColumnBuilder out) {
    String name = plus ? "addition" : "subtraction";
    if (left.isCustom() != right.isCustom()) {
      return Remark.fault((a, at) -> a.incompatibleBuckets(plus ? "+" : "-", at));
    }
    if (left.collides(right)) {
      // The original leaves the result out, though it warns only.
      return Remark.fault((a, at) -> a.conflictingResets(name, at));
    }
    try {
      FloatHistogram result = left.plus(right, plus ? 1 : -1).compact();
      out.set(step, (plus ? result : result.withHint(ResetHint.GAUGE)).toModel());
    } catch (FloatHistogram.IncompatibleException e) {
      throw new IllegalStateException("both have buckets of one kind", e);
    }
    return left.isMismatched(right)
        ? new Remark(false, (a, at) -> a.mismatchedCustomBuckets(name, at))
        : null;
  }

  private static String kind(@Nullable NativeHistogram histogram) {
    return histogram == null ? "float" : "histogram";
  }
}

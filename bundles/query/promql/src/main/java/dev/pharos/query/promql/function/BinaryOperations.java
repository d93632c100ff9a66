package dev.pharos.query.promql.function;

import dev.pharos.model.NativeHistogram;
import dev.pharos.model.NativeHistogram.ResetHint;
import dev.pharos.query.promql.column.Annotations;
import dev.pharos.query.promql.column.ColumnBuilder;
import dev.pharos.query.promql.histogram.FloatHistogram;
import dev.pharos.query.promql.histogram.GoMath;
import dev.pharos.query.promql.histogram.HistogramEquality;
import dev.pharos.query.promql.histogram.HistogramTrim;
import dev.pharos.query.promql.histogram.Histograms;
import dev.pharos.query.syntax.BinaryOperator;
import dev.pharos.query.syntax.Span;
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
   */
  public static void histograms(
      BinaryOperator operator,
      double left,
      @Nullable NativeHistogram leftHistogram,
      double right,
      @Nullable NativeHistogram rightHistogram,
      boolean bool,
      int step,
      ColumnBuilder out,
      Annotations annotations,
      Span at) {
    if (leftHistogram != null && rightHistogram == null && scales(operator)) {
      out.set(
          step,
          operator == BinaryOperator.DIVIDE
              ? Histograms.divided(leftHistogram, right)
              : Histograms.scaled(leftHistogram, right));
    } else if (leftHistogram == null
        && rightHistogram != null
        && operator == BinaryOperator.MULTIPLY) {
      out.set(step, Histograms.scaled(rightHistogram, left));
    } else if (leftHistogram != null && rightHistogram != null) {
      bothHistograms(operator, leftHistogram, rightHistogram, bool, step, out, annotations, at);
    } else if (leftHistogram != null && isTrim(operator)) {
      FloatHistogram whole = FloatHistogram.of(leftHistogram);
      FloatHistogram trimmed =
          operator == BinaryOperator.TRIM_UPPER
              ? HistogramTrim.below(whole, right)
              : HistogramTrim.above(whole, right);
      out.set(step, trimmed.toModel());
    } else {
      annotations.incompatibleTypes(
          kind(leftHistogram), operator.symbol(), kind(rightHistogram), at);
    }
  }

  private static void bothHistograms(
      BinaryOperator operator,
      NativeHistogram left,
      NativeHistogram right,
      boolean bool,
      int step,
      ColumnBuilder out,
      Annotations annotations,
      Span at) {
    switch (operator) {
      case EQUAL, NOT_EQUAL -> {
        boolean holds = HistogramEquality.equal(left, right) == (operator == BinaryOperator.EQUAL);
        if (bool) {
          out.set(step, holds ? 1 : 0);
        } else if (holds) {
          out.set(step, left);
        }
      }
      case ADD, SUBTRACT -> {
        boolean plus = operator == BinaryOperator.ADD;
        FloatHistogram one = FloatHistogram.of(left);
        FloatHistogram other = FloatHistogram.of(right);
        try {
          if (one.isMismatched(other)) {
            annotations.mismatchedCustomBuckets(plus ? "addition" : "subtraction", at);
          }
          if (one.collides(other)) {
            annotations.conflictingResets(plus ? "addition" : "subtraction", at);
          }
          FloatHistogram result = one.plus(other, plus ? 1 : -1);
          out.set(step, (plus ? result : result.withHint(ResetHint.GAUGE)).toModel());
        } catch (FloatHistogram.IncompatibleException e) {
          annotations.incompatibleBuckets(operator.symbol(), at);
        }
      }
      default -> annotations.incompatibleTypes("histogram", operator.symbol(), "histogram", at);
    }
  }

  private static boolean scales(BinaryOperator operator) {
    return operator == BinaryOperator.MULTIPLY || operator == BinaryOperator.DIVIDE;
  }

  private static String kind(@Nullable NativeHistogram histogram) {
    return histogram == null ? "float" : "histogram";
  }
}

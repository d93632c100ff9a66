package dev.pharos.query.promql.function;

import dev.pharos.model.GoFloat;
import dev.pharos.query.promql.column.Column;
import dev.pharos.query.promql.column.EvaluationException;
import dev.pharos.query.promql.histogram.Kahan;

/** Lines laid through the values of a range, and what they tell of the future. */
final class Regression {

  private final double slope;
  private final double intercept;

  private Regression(double slope, double intercept) {
    this.slope = slope;
    this.intercept = intercept;
  }

  static double deriv(Window w) {
    if (w.size() < 2) {
      return tooFew(w);
    }
    RangeFunctions.hasValues(w);
    return through(w, w.time(0)).slope;
  }

  static double predict(Window w) {
    if (w.size() < 2) {
      return tooFew(w);
    }
    RangeFunctions.hasValues(w);
    Regression line = through(w, w.evaluatedMillis());
    return line.slope * w.parameter(0) + line.intercept;
  }

  private static double tooFew(Window w) {
    if (w.isMixed()) {
      RangeFunctions.hasValues(w);
    }
    return Column.ABSENT;
  }

  /** The line with the least squares; its intercept is where it stands at an instant. */
  private static Regression through(Window w, long interceptMillis) {
    double first = w.value(0);
    boolean constant = true;
    Kahan x = new Kahan();
    Kahan y = new Kahan();
    Kahan xy = new Kahan();
    Kahan xx = new Kahan();
    for (int i = 0; i < w.size(); i++) {
      double value = w.value(i);
      constant &= value == first;
      double seconds = (w.time(i) - interceptMillis) / 1e3;
      x.add(seconds);
      y.add(value);
      xy.add(seconds * value);
      xx.add(seconds * seconds);
    }
    if (constant) {
      return Double.isInfinite(first)
          ? new Regression(Double.NaN, Double.NaN)
          : new Regression(0, first);
    }
    double n = w.size();
    double sumX = x.total();
    double sumY = y.total();
    double covariance = xy.total() - sumX * sumY / n;
    double variance = xx.total() - sumX * sumX / n;
    double slope = covariance / variance;
    return new Regression(slope, sumY / n - slope * sumX / n);
  }

  /** Holt's smoothing with a trend. */
  static double smooth(Window w) {
    double factor = w.parameter(0);
    double trendFactor = w.parameter(1);
    if (factor <= 0 || factor >= 1) {
      throw new EvaluationException(
          "invalid smoothing factor. Expected: 0 < sf < 1, got: " + GoFloat.fixed(factor));
    }
    if (trendFactor <= 0 || trendFactor >= 1) {
      throw new EvaluationException(
          "invalid trend factor. Expected: 0 < tf < 1, got: " + GoFloat.fixed(trendFactor));
    }
    if (w.size() < 2) {
      return tooFew(w);
    }
    RangeFunctions.hasValues(w);
    double before = 0;
    double smoothed = w.value(0);
    double trend = w.value(1) - w.value(0);
    for (int i = 1; i < w.size(); i++) {
      double value = factor * w.value(i);
      if (i > 1) {
        trend = trendFactor * (smoothed - before) + (1 - trendFactor) * trend;
      }
      double expected = (1 - factor) * (smoothed + trend);
      before = smoothed;
      smoothed = value + expected;
    }
    return smoothed;
  }
}

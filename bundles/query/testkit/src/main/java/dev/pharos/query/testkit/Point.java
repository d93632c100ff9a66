package dev.pharos.query.testkit;

import dev.pharos.model.NativeHistogram.FloatCounts;
import org.jspecify.annotations.Nullable;

/**
 * A sample as a script writes it.
 *
 * @param value meaningless if there is a histogram
 * @param histogram null for a value
 * @param hinted whether it says what is known of counter resets, which then counts
 */
record Point(double value, @Nullable FloatCounts histogram, boolean hinted) {

  static Point of(double value) {
    return new Point(value, null, false);
  }

  static Point of(FloatCounts histogram) {
    return of(histogram, false);
  }

  static Point of(FloatCounts histogram, boolean hinted) {
    return new Point(Double.NaN, histogram, hinted);
  }

  @Override
  public String toString() {
    return histogram == null
        ? dev.pharos.model.GoFloat.general(value)
        : HistogramNotation.write(histogram);
  }
}

package dev.pharos.query.promql.histogram;

import dev.pharos.model.GoFloat;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Buckets of classic histograms whose counts were raised to those of the buckets before them: of
 * one histogram, or of several together.
 */
public final class Raised {

  private double lowest = Double.POSITIVE_INFINITY;
  private double highest = Double.NEGATIVE_INFINITY;
  private double most;
  private int histograms;
  private long firstMillis = Long.MAX_VALUE;
  private long lastMillis = Long.MIN_VALUE;

  public boolean isEmpty() {
    return most == 0;
  }

  /** A bucket was raised. */
  public void add(double upperBound, double by) {
    lowest = Math.min(lowest, upperBound);
    highest = Math.max(highest, upperBound);
    most = Math.max(most, by);
  }

  /** Takes in what was raised in a histogram at an instant. */
  public void add(Raised other, long millis) {
    lowest = Math.min(lowest, other.lowest);
    highest = Math.max(highest, other.highest);
    most = Math.max(most, other.most);
    histograms++;
    firstMillis = Math.min(firstMillis, millis);
    lastMillis = Math.max(lastMillis, millis);
  }

  /** As annotations tell it. */
  @Override
  public String toString() {
    return "from buckets %s to %s, with a max diff of %s, over %d samples from %s to %s"
        .formatted(
            GoFloat.general(lowest),
            GoFloat.general(highest),
            twoDigits(most),
            histograms,
            time(firstMillis),
            time(lastMillis));
  }

  /** Two digits that count, as Go's {@code %.2g} writes them. */
  public static String twoDigits(double value) {
    if (!Double.isFinite(value) || value == 0) {
      return GoFloat.general(value);
    }
    BigDecimal rounded = new BigDecimal(value).round(new MathContext(2)).stripTrailingZeros();
    int exponent = rounded.precision() - rounded.scale() - 1;
    if (exponent >= -4 && exponent < 2) {
      return rounded.toPlainString();
    }
    String digits = rounded.scaleByPowerOfTen(-exponent).toPlainString();
    return "%se%s%02d".formatted(digits, exponent < 0 ? "-" : "+", Math.abs(exponent));
  }

  private static String time(long millis) {
    return Instant.ofEpochMilli(millis).truncatedTo(ChronoUnit.SECONDS).toString();
  }
}

package dev.pharos.model;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;

/**
 * Prints doubles as Go's {@code strconv.FormatFloat} does with the shortest precision, since that
 * is what clients of the original read and compare: the fewest digits that read back, closest to
 * the value. {@link GoFloatWriter} does the same into bytes.
 */
public final class GoFloat {

  /** Room for the longest number without an exponent: -4.9e-324 and its like. */
  private static final int MOST_PLAIN_BYTES = 352;

  private GoFloat() {}

  /** Format {@code 'f'}: never an exponent. {@code +Inf}, {@code -Inf} and {@code NaN} as such. */
  public static String plain(double value) {
    return text(value, MOST_PLAIN_BYTES, Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  /**
   * Format {@code 'g'}: an exponent below 1e-4 and from 1e6 on, so that a million is {@code 1e+06}.
   * So numbers stand in expositions and in what templates print.
   */
  public static String general(double value) {
    return text(value, GoFloatWriter.MOST_BYTES, -4, 6);
  }

  /** Format {@code 'f'} with six digits behind the point, as in {@code 0.500000}. */
  public static String fixed(double value) {
    return Double.isFinite(value)
        ? new BigDecimal(value).setScale(6, RoundingMode.HALF_EVEN).toPlainString()
        : plain(value);
  }

  /** Like {@link #general(double)}, into {@code out}. */
  public static void appendGeneral(StringBuilder out, double value) {
    out.append(general(value));
  }

  /** Format {@code 'e'}: always an exponent, as in {@code 1e+00}. */
  public static String scientific(double value) {
    return text(value, GoFloatWriter.MOST_BYTES, Integer.MAX_VALUE, Integer.MAX_VALUE);
  }

  private static String text(double value, int most, int low, int high) {
    byte[] bytes = new byte[most];
    int end = new GoFloatWriter().write(value, bytes, 0, low, high);
    return new String(bytes, 0, end, StandardCharsets.ISO_8859_1);
  }
}

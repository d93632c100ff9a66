package dev.pharos.model;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Prints doubles as Go's {@code strconv.FormatFloat} does with the shortest precision, since that
 * is what clients of the original read and compare.
 *
 * <p>The digits are Java's own shortest ones (since JDK 19: fewest digits that read back, closest
 * to the value), but that Java prints at least two and Go one; the layout differs.
 */
public final class GoFloat {

  private GoFloat() {}

  /** Format {@code 'f'}: never an exponent. {@code +Inf}, {@code -Inf} and {@code NaN} as such. */
  public static String plain(double value) {
    StringBuilder out = new StringBuilder(24);
    append(out, value, Integer.MIN_VALUE, Integer.MAX_VALUE);
    return out.toString();
  }

  /**
   * Format {@code 'g'}: an exponent below 1e-4 and from 1e6 on, so that a million is {@code 1e+06}.
   * So numbers stand in expositions and in what templates print.
   */
  public static String general(double value) {
    StringBuilder out = new StringBuilder(24);
    appendGeneral(out, value);
    return out.toString();
  }

  /** Format {@code 'f'} with six digits behind the point, as in {@code 0.500000}. */
  public static String fixed(double value) {
    return Double.isFinite(value)
        ? new BigDecimal(value).setScale(6, RoundingMode.HALF_EVEN).toPlainString()
        : plain(value);
  }

  /** Like {@link #general(double)}, into {@code out}. */
  public static void appendGeneral(StringBuilder out, double value) {
    append(out, value, -4, 6);
  }

  /** Format {@code 'e'}: always an exponent, as in {@code 1e+00}. */
  public static String scientific(double value) {
    StringBuilder out = new StringBuilder(24);
    append(out, value, Integer.MAX_VALUE, Integer.MAX_VALUE);
    return out.toString();
  }

  /** As sample values stand in Prometheus's JSON: an exponent below 1e-6 and from 1e21 on. */
  public static void appendJson(StringBuilder out, double value) {
    append(out, value, -6, 21);
  }

  /** Appends with an exponent if the decimal exponent is below {@code low}, or {@code high} up. */
  private static void append(StringBuilder out, double value, int low, int high) {
    if (Double.isNaN(value)) {
      out.append("NaN");
      return;
    }
    if (Double.isInfinite(value)) {
      out.append(value > 0 ? "+Inf" : "-Inf");
      return;
    }
    if (1 / value < 0 || value < 0) {
      out.append('-');
      value = -value;
    }
    if (value == (long) value && low < 0 && value < (high < 15 ? 1e6 : 1e15)) {
      out.append((long) value);
      return;
    }
    String text = Double.toString(value);
    int mark = text.indexOf('E');
    String mantissa = mark < 0 ? text : text.substring(0, mark);
    int point = mantissa.indexOf('.');
    String digits = mantissa.substring(0, point) + mantissa.substring(point + 1);
    int exponent = point - 1 + (mark < 0 ? 0 : Integer.parseInt(text.substring(mark + 1)));
    int first = 0;
    while (first < digits.length() - 1 && digits.charAt(first) == '0') {
      first++;
      exponent--;
    }
    int last = digits.length();
    while (last > first + 1 && digits.charAt(last - 1) == '0') {
      last--;
    }
    digits = digits.substring(first, last);
    // Java prefers 4.9E-324 to 5E-324, being closer; Go prefers it shorter.
    if (value < Double.MIN_NORMAL && digits.length() == 2) {
      int up = digits.charAt(0) - '0' + 1; // A nine becomes a one of the next power.
      if (Double.parseDouble(up + "e" + exponent) == value) {
        digits = up == 10 ? "1" : Integer.toString(up);
        exponent += up / 10;
      }
    }
    if (digits.equals("0")) {
      exponent = 0;
    }
    if (exponent < low || exponent >= high) {
      appendScientific(out, digits, exponent);
    } else {
      appendPlain(out, digits, exponent);
    }
  }

  private static void appendScientific(StringBuilder out, String digits, int exponent) {
    out.append(digits.charAt(0));
    if (digits.length() > 1) {
      out.append('.').append(digits, 1, digits.length());
    }
    out.append('e').append(exponent < 0 ? '-' : '+');
    int magnitude = Math.abs(exponent);
    if (magnitude < 10) {
      out.append('0');
    }
    out.append(magnitude);
  }

  private static void appendPlain(StringBuilder out, String digits, int exponent) {
    if (exponent < 0) {
      out.append("0.").repeat('0', -exponent - 1).append(digits);
    } else if (digits.length() <= exponent + 1) {
      out.append(digits).repeat('0', exponent + 1 - digits.length());
    } else {
      out.append(digits, 0, exponent + 1).append('.').append(digits, exponent + 1, digits.length());
    }
  }
}

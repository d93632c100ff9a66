package dev.pharos.query.syntax;

import dev.pharos.model.Quoted;
import java.math.BigInteger;
import java.util.Locale;

/** Numbers as PromQL and Go write them. */
public final class Numbers {

  private Numbers() {}

  /**
   * Reads a number: decimal, hexadecimal ({@code 0x1f}), {@code Inf} or {@code NaN} in any case,
   * with a sign and underscores between digits if wanted.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static double parse(String text) {
    boolean negative = text.startsWith("-");
    String body = text.substring(negative || text.startsWith("+") ? 1 : 0);
    String lower = body.toLowerCase(Locale.ROOT);
    double magnitude =
        switch (lower) {
          case "inf", "infinity" -> Double.POSITIVE_INFINITY;
          case "nan" -> Double.NaN;
          default -> digits(text, lower.replace("_", ""));
        };
    return negative ? -magnitude : magnitude;
  }

  /**
   * Reads a number without a sign, as a query has it, and as Go reads it: a zero in front makes it
   * octal, if its digits allow.
   *
   * @throws IllegalArgumentException in the words of Go
   */
  static double literal(String text) {
    boolean separating = !text.endsWith("_") && !text.contains("._");
    if (separating && text.matches("0[0-7_]+")) {
      String digits = text.replace("_", "");
      if (new BigInteger(digits, 8).bitLength() < Long.SIZE) {
        return Long.parseLong(digits, 8);
      }
    }
    String fault = "error parsing number: strconv.ParseFloat: parsing " + Quoted.quote(text) + ": ";
    double value;
    try {
      if (!separating) {
        throw new NumberFormatException();
      }
      value = parse(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(fault + "invalid syntax", e);
    }
    if (Double.isInfinite(value) && Character.isDigit(text.charAt(text.length() - 1))) {
      throw new IllegalArgumentException(fault + "value out of range");
    }
    return value;
  }

  private static double digits(String text, String digits) {
    try {
      if (digits.startsWith("0x")) {
        return Long.parseLong(digits.substring(2), 16);
      }
      // Java would take a type suffix, which is no number in PromQL.
      if (digits.isEmpty() || Character.isLetter(digits.charAt(digits.length() - 1))) {
        throw new NumberFormatException();
      }
      return Double.parseDouble(digits);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("error parsing number: \"" + text + "\"", e);
    }
  }
}

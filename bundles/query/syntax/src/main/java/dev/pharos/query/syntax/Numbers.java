package dev.pharos.query.syntax;

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

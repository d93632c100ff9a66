package dev.pharos.storage.tsdb;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes as Prometheus writes them: {@code 512MB}; units are powers of 1024. */
final class Sizes {

  private static final Pattern FORM = Pattern.compile("(\\d+)(?:([KMGTPE])i?)?B");
  private static final String UNITS = "KMGTPE";

  private Sizes() {}

  /**
   * Reads a size.
   *
   * @return bytes
   * @throws IllegalArgumentException if it is none; the message says what it looks like
   */
  static long parse(String setting, String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          setting + " is '" + text + "', which is no size; write one such as 512MB or 20GB");
    }
    try {
      String unit = matcher.group(2);
      long factor = unit == null ? 1 : 1L << (10 * (UNITS.indexOf(unit) + 1));
      return Math.multiplyExact(Long.parseLong(matcher.group(1)), factor);
    } catch (ArithmeticException | NumberFormatException e) {
      throw new IllegalArgumentException(setting + " is '" + text + "', which is too large", e);
    }
  }

  /** The shortest way to write a size exactly. */
  static String format(long bytes) {
    int power = bytes == 0 ? 0 : Math.min(6, Long.numberOfTrailingZeros(bytes) / 10);
    return (bytes >> (10 * power)) + (power == 0 ? "" : UNITS.substring(power - 1, power)) + "B";
  }
}

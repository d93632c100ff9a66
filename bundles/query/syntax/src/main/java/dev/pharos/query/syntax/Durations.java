package dev.pharos.query.syntax;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as Prometheus writes them: {@code 1h30m}, {@code 5d}, {@code 250ms}. */
public final class Durations {

  private static final Pattern FORM =
      Pattern.compile(
          "(?:(\\d+)y)?(?:(\\d+)w)?(?:(\\d+)d)?(?:(\\d+)h)?(?:(\\d+)m)?(?:(\\d+)s)?(?:(\\d+)ms)?");

  /** Milliseconds of each unit in the order of the form. */
  private static final long[] MILLIS = {
    365 * 86_400_000L, 7 * 86_400_000L, 86_400_000L, 3_600_000L, 60_000L, 1000L, 1L
  };

  private static final String[] UNITS = {"y", "w", "d", "h", "m", "s", "ms"};

  private Durations() {}

  /**
   * Reads a duration such as {@code 1h30m}; {@code 0} needs no unit.
   *
   * @return milliseconds
   * @throws IllegalArgumentException if it is none, or is too long to count
   */
  public static long parseMillis(String text) {
    if (text.equals("0")) {
      return 0;
    }
    Matcher match = FORM.matcher(text);
    if (text.isEmpty()) {
      throw new IllegalArgumentException("empty duration string");
    }
    if (!match.matches()) {
      throw new IllegalArgumentException("not a valid duration string: \"" + text + "\"");
    }
    try {
      long millis = 0;
      for (int unit = 0; unit < MILLIS.length; unit++) {
        String count = match.group(unit + 1);
        if (count != null) {
          millis = Math.addExact(millis, Math.multiplyExact(Long.parseLong(count), MILLIS[unit]));
        }
      }
      // The original counts nanoseconds in 64 bits, and refuses what does not fit.
      Math.multiplyExact(millis, 1_000_000L);
      return millis;
    } catch (ArithmeticException | NumberFormatException e) {
      throw new IllegalArgumentException("duration out of range", e);
    }
  }

  /** Writes a duration the shortest way, as in {@code 1h30m}. */
  public static String format(long millis) {
    if (millis == 0) {
      return "0s";
    }
    StringBuilder text = new StringBuilder();
    if (millis < 0) {
      text.append('-');
      millis = -millis;
    }
    for (int unit = 0; unit < MILLIS.length; unit++) {
      // Years and weeks only if nothing is left over: nobody reads 2w6d as twenty days.
      boolean whole = unit > 2 || millis % MILLIS[unit] == 0;
      long count = millis / MILLIS[unit];
      if (whole && count > 0) {
        text.append(count).append(UNITS[unit]);
        millis -= count * MILLIS[unit];
      } else if (unit == 2 && count > 0) {
        text.append(count).append(UNITS[unit]);
        millis -= count * MILLIS[unit];
      }
    }
    return text.toString();
  }
}

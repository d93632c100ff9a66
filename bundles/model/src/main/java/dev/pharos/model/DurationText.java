package dev.pharos.model;

import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as Prometheus writes them: {@code 1h30m}, {@code 15s}, {@code 250ms}. */
public final class DurationText {

  private static final Pattern PATTERN =
      Pattern.compile(
          "(?:(\\d+)y)?(?:(\\d+)w)?(?:(\\d+)d)?(?:(\\d+)h)?(?:(\\d+)m)?(?:(\\d+)s)?(?:(\\d+)ms)?");
  private static final Pattern PART = Pattern.compile("([0-9]+)([^0-9]*)");
  private static final long[] MILLIS = {
    365L * 86_400_000, 7L * 86_400_000, 86_400_000, 3_600_000, 60_000, 1000, 1
  };

  /** The original keeps durations in 64 bits of nanoseconds. */
  private static final long MAX_MILLIS = Long.MAX_VALUE / 1_000_000;

  private static final String[] UNITS = {"y", "w", "d", "h", "m", "s", "ms"};

  private DurationText() {}

  /** The duration written so, such as {@code 1h30m} or {@code 0}; empty if it is none. */
  public static Optional<Duration> parse(String text) {
    if (text.equals("0")) {
      return Optional.of(Duration.ZERO);
    }
    Matcher match = PATTERN.matcher(text);
    if (text.isEmpty() || !match.matches()) {
      return Optional.empty();
    }
    try {
      long millis = 0;
      for (int i = 0; i < MILLIS.length; i++) {
        if (match.group(i + 1) != null) {
          long count = Long.parseLong(match.group(i + 1));
          millis = Math.addExact(millis, Math.multiplyExact(count, MILLIS[i]));
        }
      }
      return millis > MAX_MILLIS ? Optional.empty() : Optional.of(Duration.ofMillis(millis));
    } catch (ArithmeticException | NumberFormatException tooLarge) {
      return Optional.empty();
    }
  }

  /** What is wrong with a text that {@link #parse} does not take, in the original's words. */
  public static String fault(String text) {
    if (text.isEmpty()) {
      return "empty duration string";
    }
    String invalid = "not a valid duration string: " + Quoted.quote(text);
    Matcher part = PART.matcher(text);
    int end = 0;
    int lastUnit = -1;
    while (part.find(end) && part.start() == end) {
      int unit = List.of(UNITS).indexOf(part.group(2));
      if (part.group(2).isEmpty()) {
        return invalid;
      }
      if (unit < 0) {
        return "unknown unit " + Quoted.quote(part.group(2)) + " in duration " + Quoted.quote(text);
      }
      if (unit <= lastUnit || !isCount(part.group(1))) {
        return invalid;
      }
      lastUnit = unit;
      end = part.end();
      if (end == text.length()) {
        return "duration out of range";
      }
    }
    return invalid;
  }

  private static boolean isCount(String digits) {
    return new BigInteger(digits).bitLength() <= Long.SIZE;
  }

  /**
   * As the original prints it, the shortest way: years and weeks only where nothing is left over,
   * as nobody reads {@code 12w6d} as 90 days.
   */
  public static String of(Duration duration) {
    return ofMillis(duration.toMillis());
  }

  /** The same for a number of milliseconds, which may be below 0. */
  public static String ofMillis(long millis) {
    if (millis == 0) {
      return "0s";
    }
    StringBuilder text = new StringBuilder(millis < 0 ? "-" : "");
    long rest = Math.abs(millis);
    for (int i = 0; i < MILLIS.length; i++) {
      boolean onlyWhole = i < 2;
      if (onlyWhole && rest % MILLIS[i] != 0) {
        continue;
      }
      long count = rest / MILLIS[i];
      if (count > 0) {
        text.append(count).append(UNITS[i]);
        rest -= count * MILLIS[i];
      }
    }
    return text.toString();
  }
}

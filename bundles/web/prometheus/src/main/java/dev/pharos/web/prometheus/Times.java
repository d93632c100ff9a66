package dev.pharos.web.prometheus;

import dev.pharos.query.syntax.Durations;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;

/** Times and durations as requests give them. */
final class Times {

  /** The earliest time there is, in milliseconds since the Unix epoch. */
  static final long MIN_MILLIS = -9_223_309_901_257_974_000L;

  /** The latest time there is, in milliseconds since the Unix epoch. */
  static final long MAX_MILLIS = 9_223_309_901_257_974_999L;

  /** As the original prints its earliest and latest time, which clients send back. */
  private static final String MIN_TEXT = "-292273086-05-16T16:47:06Z";

  private static final String MAX_TEXT = "292277025-08-18T07:12:54.999999999Z";

  private Times() {}

  /**
   * Reads a time: seconds since the epoch, or RFC 3339.
   *
   * @return milliseconds since the Unix epoch
   * @throws IllegalArgumentException if it is none
   */
  static long parseTime(String text) {
    switch (text) {
      case MIN_TEXT -> {
        return MIN_MILLIS;
      }
      case MAX_TEXT -> {
        return MAX_MILLIS;
      }
      default -> {}
    }
    double seconds = number(text);
    if (!Double.isNaN(seconds)) {
      double whole = seconds < 0 ? Math.ceil(seconds) : Math.floor(seconds);
      if (Math.abs(whole) >= Long.MAX_VALUE / 1000.0) {
        throw new IllegalArgumentException(cannotParseTime(text));
      }
      return ((long) whole) * 1000 + Math.round((seconds - whole) * 1000);
    }
    try {
      return OffsetDateTime.parse(text).toInstant().toEpochMilli();
    } catch (DateTimeParseException | ArithmeticException e) {
      throw new IllegalArgumentException(cannotParseTime(text), e);
    }
  }

  private static String cannotParseTime(String text) {
    return "cannot parse \"" + text + "\" to a valid timestamp";
  }

  /**
   * Reads a duration: seconds, or as PromQL writes it.
   *
   * @return milliseconds
   * @throws IllegalArgumentException if it is none
   */
  static long parseDuration(String text) {
    double seconds = number(text);
    if (!Double.isNaN(seconds)) {
      if (Math.abs(seconds * 1e9) > Long.MAX_VALUE) {
        throw new IllegalArgumentException(
            "cannot parse \"" + text + "\" to a valid duration. It overflows int64");
      }
      return (long) (seconds * 1000);
    }
    try {
      return Durations.parseMillis(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("cannot parse \"" + text + "\" to a valid duration", e);
    }
  }

  /** The number that the text is, or NaN if it is none. */
  private static double number(String text) {
    boolean digits =
        !text.isEmpty() && text.chars().allMatch(c -> "+-.eE0123456789".indexOf(c) >= 0);
    try {
      return digits ? Double.parseDouble(text) : Double.NaN;
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  /** In RFC 3339; year 1 for no time at all, as Go writes it. */
  static String rfc3339(long millis) {
    return millis == 0
        ? "0001-01-01T00:00:00Z"
        : DateTimeFormatter.ISO_INSTANT.format(Instant.ofEpochMilli(millis));
  }
}

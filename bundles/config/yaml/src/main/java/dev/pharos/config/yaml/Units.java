package dev.pharos.config.yaml;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations and sizes as Prometheus's files write them. */
final class Units {

  private static final Pattern DURATION =
      Pattern.compile(
          "(?:(\\d+)y)?(?:(\\d+)w)?(?:(\\d+)d)?(?:(\\d+)h)?(?:(\\d+)m)?(?:(\\d+)s)?(?:(\\d+)ms)?");
  private static final long[] MILLIS = {
    365L * 86_400_000, 7L * 86_400_000, 86_400_000, 3_600_000, 60_000, 1000, 1
  };

  /** The original keeps durations in 64 bits of nanoseconds. */
  private static final long MAX_MILLIS = Long.MAX_VALUE / 1_000_000;

  private static final Pattern SIZE_PART =
      Pattern.compile("\\G(\\d+(?:\\.\\d*)?|\\.\\d+)([KMGTPE]?)(i?B)");
  private static final String PREFIXES = "KMGTPE";

  private Units() {}

  static Optional<Duration> duration(String text) {
    if (text.equals("0")) {
      return Optional.of(Duration.ZERO);
    }
    Matcher match = DURATION.matcher(text);
    if (text.isEmpty() || !match.matches()) {
      return Optional.empty();
    }
    try {
      long millis = 0;
      for (int i = 0; i < MILLIS.length; i++) {
        if (match.group(i + 1) != null) {
          millis =
              Math.addExact(
                  millis, Math.multiplyExact(Long.parseLong(match.group(i + 1)), MILLIS[i]));
        }
      }
      return millis > MAX_MILLIS ? Optional.empty() : Optional.of(Duration.ofMillis(millis));
    } catch (ArithmeticException | NumberFormatException tooLarge) {
      return Optional.empty();
    }
  }

  /** A size in bytes; {@code B}, {@code KB} or {@code KiB}, and so on: a unit is a must. */
  static Optional<Long> bytes(String text) {
    if (text.equals("0")) {
      return Optional.of(0L);
    }
    boolean negative = text.startsWith("-");
    String size = negative || text.startsWith("+") ? text.substring(1) : text;
    Matcher part = SIZE_PART.matcher(size);
    BigDecimal sum = BigDecimal.ZERO;
    int end = 0;
    while (part.find()) {
      boolean bareBinary = part.group(2).isEmpty() && part.group(3).equals("iB");
      if (bareBinary) {
        return Optional.empty();
      }
      int power = PREFIXES.indexOf(part.group(2)) + (part.group(2).isEmpty() ? 0 : 1);
      BigDecimal unit = BigDecimal.valueOf(1L << (10 * power));
      sum = sum.add(new BigDecimal(part.group(1)).multiply(unit));
      end = part.end();
    }
    if (end == 0 || end != size.length() || sum.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
      return Optional.empty();
    }
    return Optional.of(negative ? -sum.longValue() : sum.longValue());
  }
}

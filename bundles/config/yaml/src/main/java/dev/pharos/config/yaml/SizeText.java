package dev.pharos.config.yaml;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes as Prometheus's files write them. */
final class SizeText {

  private static final Pattern SIZE_PART =
      Pattern.compile("\\G(\\d+(?:\\.\\d*)?|\\.\\d+)([KMGTPE]?)(i?B)");
  private static final String PREFIXES = "KMGTPE";

  private SizeText() {}

  /** A size in bytes; {@code B}, {@code KB} or {@code KiB}, and so on: a unit is a must. */
  static Optional<Long> parse(String text) {
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

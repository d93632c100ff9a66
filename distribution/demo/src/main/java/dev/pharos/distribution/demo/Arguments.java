package dev.pharos.distribution.demo;

import dev.pharos.distribution.demo.Faults.Kind;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the demo is told on its command line.
 *
 * @param port of the shop
 * @param rate mean requests a second
 * @param day how long a day lasts
 * @param faults what is wrong from the start
 */
record Arguments(int port, double rate, Duration day, Set<Kind> faults) {

  static final String USAGE =
      """
      usage: [--port=8090] [--rate=40] [--day=10m] [--fault=none|errors|latency|both]
        --port   the shop listens there on the loopback address
        --rate   mean requests a second, at most 200; 0 for none
        --day    how long a day lasts, as in 90s or 10m
        --fault  what is wrong from the start""";

  /**
   * Reads a command line.
   *
   * @throws IllegalArgumentException if it cannot be understood; the message says what may stand
   */
  static Arguments parse(String... words) {
    Map<String, String> values =
        new TreeMap<>(Map.of("--port", "8090", "--rate", "40", "--day", "10m", "--fault", "none"));
    for (String word : words) {
      int equals = word.indexOf('=');
      if (equals < 0
          || values.replace(word.substring(0, equals), word.substring(equals + 1)) == null) {
        throw new IllegalArgumentException(word + " is not known\n" + USAGE);
      }
    }
    try {
      int port = Integer.parseInt(values.getOrDefault("--port", ""));
      double rate = Double.parseDouble(values.getOrDefault("--rate", ""));
      Duration day = Duration.parse("PT" + values.getOrDefault("--day", ""));
      if (port >= 0
          && port <= 65_535
          && rate >= 0
          && rate <= Wave.MOST_PER_SECOND
          && day.isPositive()) {
        return new Arguments(port, rate, day, faults(values.getOrDefault("--fault", "")));
      }
    } catch (NumberFormatException | DateTimeParseException e) {
      throw new IllegalArgumentException(e.getMessage() + "\n" + USAGE, e);
    }
    throw new IllegalArgumentException("a value is out of its bounds\n" + USAGE);
  }

  private static Set<Kind> faults(String name) {
    return switch (name) {
      case "none" -> EnumSet.noneOf(Kind.class);
      case "errors" -> EnumSet.of(Kind.ERRORS);
      case "latency" -> EnumSet.of(Kind.LATENCY);
      case "both" -> EnumSet.allOf(Kind.class);
      default -> throw new IllegalArgumentException("--fault=" + name + " is not known\n" + USAGE);
    };
  }
}

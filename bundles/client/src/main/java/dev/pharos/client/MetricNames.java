package dev.pharos.client;

import dev.pharos.model.MetricType;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The rules for names: what every format can carry without renaming or a clash. */
final class MetricNames {

  private static final List<String> RESERVED =
      List.of("_total", "_created", "_bucket", "_sum", "_count", "_info");

  private MetricNames() {}

  /** Throws unless the name suits a metric of the type. */
  static void checkName(String name, MetricType type) {
    if (!isName(name, true)) {
      throw new IllegalArgumentException(
          "metric name \""
              + name
              + "\": write letters, digits, _ and :, not beginning with a digit");
    }
    String ending = ending(type);
    if (!name.endsWith(ending) || name.length() == ending.length()) {
      throw new IllegalArgumentException(
          "%s %s: its name must end in %s; name it %s%s"
              .formatted(type.text(), name, ending, name, ending));
    }
    String base = name.substring(0, name.length() - ending.length());
    for (String suffix : RESERVED) {
      if (base.endsWith(suffix)) {
        throw new IllegalArgumentException(
            "%s %s: the ending %s is reserved for %s; choose a name without it"
                .formatted(type.text(), name, suffix, owner(suffix)));
      }
    }
  }

  /** Throws unless the unit ends the name, before the ending of the type. */
  static void checkUnit(String name, MetricType type, String unit) {
    String base = base(name, type);
    if (!unit.isEmpty() && !base.endsWith("_" + unit)) {
      throw new IllegalArgumentException(
          "%s %s: its unit is %s; name it %s_%s%s"
              .formatted(type.text(), name, unit, base, unit, ending(type)));
    }
  }

  /** Throws unless the names suit the labels of a metric of the type. */
  static void checkLabelNames(String metric, MetricType type, List<String> labelNames) {
    Set<String> seen = new HashSet<>();
    for (String label : labelNames) {
      if (!isName(label, false)) {
        throw new IllegalArgumentException(
            "label \"%s\" of %s: write letters, digits and _, not beginning with a digit"
                .formatted(label, metric));
      }
      if (label.startsWith("__")) {
        throw new IllegalArgumentException(
            "label %s of %s: names that begin with __ are reserved; take one underscore away"
                .formatted(label, metric));
      }
      boolean reserved =
          switch (type) {
            case HISTOGRAM, GAUGE_HISTOGRAM -> label.equals("le");
            case SUMMARY -> label.equals("quantile");
            case COUNTER, GAUGE, INFO, STATE_SET, UNKNOWN -> false;
          };
      if (reserved) {
        throw new IllegalArgumentException(
            "label %s of %s: a %s writes it itself; choose another name"
                .formatted(label, metric, type.text()));
      }
      if (!seen.add(label)) {
        throw new IllegalArgumentException("label %s of %s stands twice".formatted(label, metric));
      }
    }
  }

  /** The name without the ending of its type: what may be taken once in a registry. */
  static String base(String name, MetricType type) {
    String ending = ending(type);
    return name.endsWith(ending) ? name.substring(0, name.length() - ending.length()) : name;
  }

  private static String ending(MetricType type) {
    return switch (type) {
      case COUNTER -> "_total";
      case INFO -> "_info";
      case GAUGE, HISTOGRAM, GAUGE_HISTOGRAM, SUMMARY, STATE_SET, UNKNOWN -> "";
    };
  }

  private static String owner(String suffix) {
    return switch (suffix) {
      case "_total" -> "counters";
      case "_info" -> "infos";
      case "_created" -> "the time a counter began";
      default -> "the series of histograms and summaries";
    };
  }

  private static boolean isName(String name, boolean colonsToo) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean letter =
          (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (colonsToo && c == ':');
      if (!letter && !(i > 0 && c >= '0' && c <= '9')) {
        return false;
      }
    }
    return !name.isEmpty();
  }
}

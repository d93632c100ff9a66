package dev.pharos.model;

import java.util.Locale;

/** The types a metric family can have, those of OpenMetrics among them. */
public enum MetricType {
  COUNTER,
  GAUGE,
  HISTOGRAM,
  GAUGE_HISTOGRAM,
  SUMMARY,
  INFO,
  STATE_SET,
  UNKNOWN;

  private final String text = name().toLowerCase(Locale.ROOT).replace("_", "");

  /** As expositions and the HTTP API write it: {@code counter}, {@code gaugehistogram}. */
  public String text() {
    return text;
  }

  /** The type written so, with {@code untyped} for unknown; unknown if it is none of these. */
  public static MetricType of(String text) {
    for (MetricType type : values()) {
      if (type.text.equals(text)) {
        return type;
      }
    }
    return UNKNOWN;
  }
}

package dev.pharos.config.yaml;

import java.util.Locale;
import java.util.Set;

/** The files, and what is known of their format without asking those who own its sections. */
enum FileKind {
  PROMETHEUS,
  ALERTMANAGER,
  /** Ours: what a key in it means is known to the bundle that brings it, which may come later. */
  PHAROS;

  private static final Set<String> PROMETHEUS_KEYS =
      Set.of(
          "alerting",
          "global",
          "otlp",
          "remote_read",
          "remote_write",
          "rule_files",
          "runtime",
          "scrape_config_files",
          "scrape_configs",
          "storage",
          "tracing");

  private static final Set<String> ALERTMANAGER_KEYS =
      Set.of(
          "event_recorder",
          "global",
          "inhibit_rules",
          "mute_time_intervals",
          "receivers",
          "route",
          "templates",
          "time_intervals",
          "tracing");

  private final String text = name().toLowerCase(Locale.ROOT);

  /** As services and the API name it. */
  String text() {
    return text;
  }

  /** Whether {@link #keys} are all there can be. */
  boolean isClosed() {
    return this != PHAROS;
  }

  Set<String> keys() {
    return switch (this) {
      case PROMETHEUS -> PROMETHEUS_KEYS;
      case ALERTMANAGER -> ALERTMANAGER_KEYS;
      case PHAROS -> Set.of();
    };
  }
}

package dev.pharos.target.scrape;

import dev.pharos.config.api.ConfigNode;
import java.time.Duration;
import java.util.Optional;

/**
 * What the section {@code global} says of scraping, for jobs that do not say it themselves.
 *
 * @param pace how often, and how long it may take
 * @param global the section; empty if there is none
 */
record JobDefaults(JobConfig.Pace pace, Optional<ConfigNode> global) {

  static JobDefaults read(ConfigNode file) {
    Optional<ConfigNode> global = file.section("global");
    Duration interval = positive(global, "scrape_interval", JobConfig.Pace.DEFAULT.interval());
    Duration shorter = min(JobConfig.Pace.DEFAULT.timeout(), interval);
    Duration timeout = positive(global, "scrape_timeout", shorter);
    return new JobDefaults(new JobConfig.Pace(interval, timeout), global);
  }

  boolean flag(String key) {
    return global.isPresent() && global.get().flag(key, false);
  }

  String text(String key) {
    return global.isPresent() ? global.get().text(key, "") : "";
  }

  long integer(String key) {
    return global.isPresent() ? global.get().integer(key, 0) : 0;
  }

  long bytes(String key) {
    return global.isPresent() ? global.get().bytes(key, 0) : 0;
  }

  /** Zero means the same as nothing here. */
  private static Duration positive(Optional<ConfigNode> node, String key, Duration fallback) {
    return node.flatMap(section -> section.duration(key))
        .filter(duration -> !duration.isZero())
        .orElse(fallback);
  }

  static Duration min(Duration a, Duration b) {
    return a.compareTo(b) <= 0 ? a : b;
  }
}

package dev.pharos.dashboard.store;

import dev.pharos.model.DurationText;
import java.time.Duration;

/** Reads durations as dashboards write them, in whole seconds: {@code 30s}, {@code 1h30m}. */
final class Durations {

  private Durations() {}

  /** The duration in seconds, or -1 if the text is none. */
  static long seconds(String text) {
    return DurationText.parse(text)
        .filter(duration -> duration.toMillisPart() == 0)
        .map(Duration::toSeconds)
        .orElse(-1L);
  }
}

package dev.pharos.query.syntax;

import dev.pharos.model.DurationText;
import java.time.Duration;
import java.util.Optional;

/** Durations as a query writes them, in milliseconds, refused in the original's words. */
public final class Durations {

  private Durations() {}

  /**
   * Reads a duration such as {@code 1h30m}; {@code 0} needs no unit.
   *
   * @return milliseconds
   * @throws IllegalArgumentException if it is none, or is too long to count
   */
  public static long parseMillis(String text) {
    Optional<Duration> duration = DurationText.parse(text);
    if (duration.isPresent()) {
      return duration.get().toMillis();
    }
    throw new IllegalArgumentException(DurationText.fault(text));
  }
}

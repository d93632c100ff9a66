package dev.pharos.storage.tsdb;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the section {@code storage} of {@code prometheus.yml} says. It can be changed while the
 * database runs, and where it says something, flags do not count.
 *
 * @param outOfOrderWindow how far behind the latest sample a late one may be; zero takes none
 * @param maxExemplars exemplars held; zero holds none
 */
record FileSettings(Duration outOfOrderWindow, Retention retention, int maxExemplars) {

  /** What holds while the file says nothing. */
  static final FileSettings NONE = new FileSettings(Duration.ZERO, Retention.NONE, 100_000);

  /**
   * How much is kept, as far as the file says.
   *
   * @param time null if it does not say
   * @param bytes zero if it does not say
   * @param percentage of the disk; zero if it does not say
   */
  record Retention(@Nullable Duration time, long bytes, double percentage) {
    static final Retention NONE = new Retention(null, 0, 0);
  }
}

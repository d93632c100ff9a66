package dev.pharos.exporter.frame;

import java.lang.System.Logger.Level;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with collectors at present, each told in the log once when it begins and once when
 * it is over.
 *
 * <p>Safe for use by several threads.
 */
final class Complaints {

  private static final System.Logger LOG = System.getLogger(Complaints.class.getName());

  /** Scrapes that failed so far, by the subject. */
  private final ConcurrentHashMap<String, Integer> failing = new ConcurrentHashMap<>();

  private final ConcurrentHashMap.KeySetView<String, Boolean> told = ConcurrentHashMap.newKeySet();

  /** The subject, such as {@code node, collector cpu}, has failed. */
  void failed(String subject, Throwable cause) {
    int times = failing.merge(subject, 1, Integer::sum);
    Level level = times == 1 ? Level.WARNING : Level.DEBUG;
    LOG.log(level, "exporter " + subject + " failed and is left out of the scrape", cause);
  }

  /** The subject has succeeded. */
  void succeeded(String subject) {
    if (failing.isEmpty()) {
      return;
    }
    @Nullable Integer times = failing.remove(subject);
    if (times != null) {
      LOG.log(Level.INFO, "exporter {0} works again after {1} failed scrapes", subject, times);
    }
  }

  /** Tells something once for good. */
  void once(String message) {
    if (told.add(message)) {
      LOG.log(Level.WARNING, message);
    }
  }
}

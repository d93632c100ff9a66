package dev.pharos.exporter.node;

import dev.pharos.model.Regex;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which devices, mount points or fields are told: those in which the pattern to include is found,
 * or, if there is none, those in which the pattern to exclude is not.
 *
 * <p>Remembers its decisions, since names are asked for again with every scrape. Safe for use by
 * several threads.
 */
final class NameFilter {

  /** More names than any host has of devices; then pods or containers come and go by name. */
  private static final int REMEMBERED = 10_000;

  /** A pattern that no name has in it. */
  private static final String NEVER = "[^\\s\\S]";

  private final boolean wanted;
  private final Regex pattern;
  private final ConcurrentHashMap<String, Boolean> decisions = new ConcurrentHashMap<>();

  private NameFilter(boolean wanted, String pattern) {
    this.wanted = wanted;
    this.pattern = Regex.compile("(?s:.*)(?:" + pattern + ")(?s:.*)");
  }

  /**
   * A filter of either pattern; empty for none.
   *
   * @throws IllegalArgumentException if the pattern is no valid RE2; the message names the setting
   */
  static NameFilter of(String setting, String include, String exclude) {
    try {
      if (!include.isEmpty()) {
        return new NameFilter(true, include);
      }
      return new NameFilter(false, exclude.isEmpty() ? NEVER : exclude);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(setting + ": " + e.getMessage(), e);
    }
  }

  boolean accepts(String name) {
    Boolean decided = decisions.get(name);
    if (decided == null) {
      decided = pattern.matches(name) == wanted;
      if (decisions.size() < REMEMBERED) {
        decisions.put(name, decided);
      }
    }
    return decided;
  }
}

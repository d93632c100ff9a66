package dev.pharos.target.scrape;

import dev.pharos.target.api.ActiveTargets.Health;

/**
 * How the last scrape of a target went; replaced as a whole.
 *
 * @param health up, down, or unknown if there was none
 * @param error why it failed, or what is waited for; empty if neither
 * @param scrapedAtMillis when, in milliseconds since the Unix epoch; 0 if never
 * @param seconds how long it took
 * @param samples samples it gave, before relabelling
 */
record TargetState(Health health, String error, long scrapedAtMillis, double seconds, int samples) {

  static final TargetState NEVER = new TargetState(Health.UNKNOWN, "", 0, 0, 0);

  TargetState waiting(String words) {
    return new TargetState(Health.UNKNOWN, words, scrapedAtMillis, seconds, samples);
  }
}

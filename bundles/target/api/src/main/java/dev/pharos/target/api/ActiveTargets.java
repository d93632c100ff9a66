package dev.pharos.target.api;

import dev.pharos.model.Labels;
import dev.pharos.model.Metadata;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What is being scraped and how it went.
 *
 * <p>A read model: answers are snapshots. Safe for use by several threads.
 */
@ProviderType
public interface ActiveTargets {

  /** How the last scrape of a target went. */
  enum Health {
    UNKNOWN,
    UP,
    DOWN
  }

  /**
   * A target that is scraped.
   *
   * @param pool name of its scrape pool, the job's name
   * @param discovered its labels before relabelling
   * @param labels its labels after relabelling, as its series carry them
   * @param url where it is scraped
   * @param health how the last scrape went
   * @param lastError why it failed; empty if it did not
   * @param lastScrapeMillis when, in milliseconds since the Unix epoch; 0 if never
   * @param lastDurationSeconds how long it took
   * @param lastSamples samples it gave
   * @param intervalMillis time from scrape to scrape
   * @param timeoutMillis time allowed for one
   */
  record Target(
      String pool,
      Map<String, String> discovered,
      Labels labels,
      String url,
      Health health,
      String lastError,
      long lastScrapeMillis,
      double lastDurationSeconds,
      int lastSamples,
      long intervalMillis,
      long timeoutMillis) {}

  /**
   * A target that relabelling dropped.
   *
   * @param pool name of its scrape pool
   * @param discovered its labels before relabelling
   */
  record Dropped(String pool, Map<String, String> discovered) {}

  /**
   * A scrape pool whose discovery or transport is not there.
   *
   * @param pool the job's name
   * @param waitingFor what it waits for, in words
   */
  record Waiting(String pool, String waitingFor) {}

  /** Names of the pools, sorted. */
  List<String> pools();

  /** Targets by pool and then by labels. */
  List<Target> targets();

  List<Dropped> dropped();

  /** Pools that wait for a bundle. */
  List<Waiting> waiting();

  /**
   * What the targets said of their metrics: family name to metadata, one entry per distinct one.
   */
  Map<String, List<Metadata>> metadata();

  /** What one target said of its metrics. */
  Map<String, Metadata> metadataOf(Target target);

  /** The {@code scrape_configs} entry of a pool as YAML, secrets masked. */
  Optional<String> poolConfig(String pool);

  /** Calls back, at most twice a second, when targets came, went or changed their health. */
  AutoCloseable onChange(Runnable listener);
}

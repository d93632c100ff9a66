package dev.pharos.target.scrape;

import dev.pharos.config.api.ConfigNode;
import dev.pharos.model.NameScheme;
import dev.pharos.model.Relabelling;
import dev.pharos.target.api.TargetGroup;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A scrape configuration, read and checked.
 *
 * @param job name of the pool
 * @param pace how often, and how long it may take
 * @param request what is asked of a target
 * @param honorLabels whether labels of the exposition win over those of the target
 * @param honorTimestamps whether timestamps of the exposition are heeded
 * @param trackTimestampsStaleness whether series with timestamps of their own get stale markers
 * @param extraMetrics whether limits and sizes are told as series too
 * @param names which names series may have
 * @param targetRelabelling of targets
 * @param metricRelabelling of series
 * @param limits what a target may send
 * @param staticGroups targets listed in the file
 * @param discoveries where targets are found
 * @param node the section itself; empty for a pool that no file describes
 * @param identity equal for configurations that mean the same
 * @param yaml the section with its secrets masked
 */
record JobConfig(
    String job,
    Pace pace,
    Request request,
    boolean honorLabels,
    boolean honorTimestamps,
    boolean trackTimestampsStaleness,
    boolean extraMetrics,
    NameScheme names,
    Relabelling targetRelabelling,
    Relabelling metricRelabelling,
    Limits limits,
    List<TargetGroup> staticGroups,
    List<Finding> discoveries,
    Optional<ConfigNode> node,
    Object identity,
    String yaml) {

  /**
   * How often a target is scraped, and how long that may take.
   *
   * @param interval from scrape to scrape
   * @param timeout at most the interval
   */
  record Pace(Duration interval, Duration timeout) {

    static final Pace DEFAULT = new Pace(Duration.ofMinutes(1), Duration.ofSeconds(10));
  }

  /**
   * What is asked of a target, unless its labels say otherwise.
   *
   * @param scheme chooses the transport
   * @param path of the URL
   * @param parameters of the URL
   * @param accept the formats wanted, as a header
   * @param fallback read as this if the target does not tell what it sends
   * @param compressed whether the answer may come packed
   */
  record Request(
      String scheme,
      String path,
      Map<String, List<String>> parameters,
      String accept,
      Optional<ScrapeProtocol> fallback,
      boolean compressed) {}

  /**
   * A section that says where targets are found.
   *
   * @param type of the discovery, such as {@code dns}
   * @param section its settings
   */
  record Finding(String type, ConfigNode section) {}

  /** A pool that no file describes. */
  static JobConfig ofSource(String job, String scheme, Pace pace) {
    Request request =
        new Request(
            scheme,
            "/metrics",
            Map.of(),
            ScrapeProtocol.accept(ScrapeProtocol.DEFAULT, "allow-utf-8"),
            Optional.of(ScrapeProtocol.PROMETHEUS_TEXT_0_0_4),
            false);
    return new JobConfig(
        job,
        pace,
        request,
        false,
        true,
        false,
        false,
        NameScheme.UTF8,
        Relabelling.NONE,
        Relabelling.NONE,
        Limits.NONE,
        List.of(),
        List.of(),
        Optional.empty(),
        List.of(job, scheme, pace),
        "");
  }
}

package dev.pharos.target.scrape;

import dev.pharos.client.Counter;
import dev.pharos.client.Registry;
import dev.pharos.client.Summary;

/** What scraping tells about itself, under the original's names where it has them. */
final class ScrapeMetrics {

  private final Registry registry = new Registry();

  final Summary intervalLength =
      summary(
          "prometheus_target_interval_length_seconds",
          "Actual intervals between scrapes.",
          "interval");
  final Summary syncLength =
      summary(
          "prometheus_target_sync_length_seconds",
          "Actual interval to sync the scrape pool.",
          "scrape_job");
  final Counter syncs =
      registry.counter(
          "prometheus_target_scrape_pool_sync_total",
          "Total number of syncs that were executed on a scrape pool.",
          "scrape_job");
  final Counter failedTargets =
      registry.counter(
          "prometheus_target_sync_failed_total",
          "Total number of target sync failures.",
          "scrape_job");
  final Counter pools =
      registry.counter(
          "prometheus_target_scrape_pools_total", "Total number of scrape pool creation attempts.");
  final Counter reloads =
      registry.counter(
          "prometheus_target_scrape_pool_reloads_total", "Total number of scrape pool reloads.");
  final Counter targetLimit =
      registry.counter(
          "prometheus_target_scrape_pool_exceeded_target_limit_total",
          "Total number of times scrape pools hit the target limit, during sync or config reload.");
  final Counter labelLimits =
      registry.counter(
          "prometheus_target_scrape_pool_exceeded_label_limits_total",
          "Total number of times scrape pools hit the label limits, during sync or config reload.");
  final Counter sampleLimit =
      registry.counter(
          "prometheus_target_scrapes_exceeded_sample_limit_total",
          "Total number of scrapes that hit the sample limit and were rejected.");
  final Counter bodyLimit =
      registry.counter(
          "prometheus_target_scrapes_exceeded_body_size_limit_total",
          "Total number of scrapes that hit the body size limit.");
  final Counter duplicates =
      registry.counter(
          "prometheus_target_scrapes_sample_duplicate_timestamp_total",
          "Total number of samples rejected due to duplicate timestamps but different values.");
  final Counter outOfOrder =
      registry.counter(
          "prometheus_target_scrapes_sample_out_of_order_total",
          "Total number of samples rejected due to not being out of the expected order.");
  final Counter outOfBounds =
      registry.counter(
          "prometheus_target_scrapes_sample_out_of_bounds_total",
          "Total number of samples rejected due to timestamp falling outside of the time bounds.");
  final Counter noRoom =
      registry.counter(
          "pharos_target_scrapes_sample_no_room_total",
          "Samples of new series that the storage had no room for.");

  Registry registry() {
    return registry;
  }

  /** A summary with the quantiles that both have in the original. */
  private Summary summary(String name, String help, String labelName) {
    return Summary.builder()
        .name(name)
        .help(help)
        .labelNames(labelName)
        .objective(0.01, 0.001)
        .objective(0.05, 0.005)
        .objective(0.5, 0.05)
        .objective(0.9, 0.01)
        .objective(0.99, 0.001)
        .register(registry);
  }
}

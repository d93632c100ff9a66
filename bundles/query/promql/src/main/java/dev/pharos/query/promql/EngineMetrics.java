package dev.pharos.query.promql;

import dev.pharos.client.Counter;
import dev.pharos.client.Histogram;
import dev.pharos.client.Registry;
import dev.pharos.client.Summary;
import dev.pharos.exposition.MetricWriter;
import dev.pharos.query.api.QueryStatistics;
import java.io.IOException;
import java.util.List;
import java.util.function.IntSupplier;

/**
 * What the engine tells about itself, under the original's names. Safe for use by several threads.
 */
final class EngineMetrics {

  private static final double NANOS = 1e9;

  private final Registry registry = new Registry();
  private final Counter samples =
      registry.counter(
          "prometheus_engine_query_samples_total", "Samples that queries have looked at.");
  private final Counter read =
      registry.counter(
          "prometheus_engine_query_samples_read_total",
          "Samples that queries have taken from the storage.");
  private final Histogram durationHistogram =
      Histogram.builder()
          .name("prometheus_engine_query_duration_histogram_seconds")
          .help("Time spent on queries, by part.")
          .labelNames("slice")
          .classicUpperBounds(0.01, 0.1, 1, 10)
          .register(registry);
  private final Summary durations =
      Summary.builder()
          .name("prometheus_engine_query_duration_seconds")
          .help("Time spent on queries, by part.")
          .labelNames("slice")
          .objective(0.5, 0.05)
          .objective(0.9, 0.01)
          .objective(0.99, 0.001)
          .register(registry);

  /**
   * Makes the metrics.
   *
   * @param running queries that run or wait at the moment
   */
  EngineMetrics(int maxConcurrency, IntSupplier running, QueryLog log) {
    registry.gauge(
        "prometheus_engine_queries",
        "Queries that run at the moment, or wait for their turn.",
        running::getAsInt);
    registry.gauge(
        "prometheus_engine_query_log_enabled",
        "Whether queries are logged.",
        () -> log.isOpen() ? 1 : 0);
    registry.counter(
        "prometheus_engine_query_log_failures_total",
        "Queries that are missing from the query log.",
        log::lost);
    registry.gauge(
        "prometheus_engine_queries_concurrent_max",
        "Queries that may run at a time.",
        () -> maxConcurrency);
    for (String slice : List.of("queue_time", "prepare_time", "inner_eval", "result_sort")) {
      durations.labelValues(slice);
      durationHistogram.labelValues(slice);
    }
  }

  /** A query has ended, well or not. */
  void ended(QueryStatistics statistics) {
    QueryStatistics.Timings timings = statistics.timings();
    observe("queue_time", timings.queueNanos());
    if (timings.evaluationNanos() > 0) {
      observe("prepare_time", timings.preparationNanos());
      observe("inner_eval", timings.evaluationNanos());
      observe("result_sort", timings.sortNanos());
    }
    samples.inc(statistics.totalSamples());
    read.inc(statistics.samplesRead());
  }

  private void observe(String slice, long nanos) {
    durations.labelValues(slice).observe(nanos / NANOS);
    durationHistogram.labelValues(slice).observe(nanos / NANOS);
  }

  void write(MetricWriter out) throws IOException {
    registry.write(out);
  }
}

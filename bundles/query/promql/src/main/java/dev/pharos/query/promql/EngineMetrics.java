package dev.pharos.query.promql;

import dev.pharos.client.Counter;
import dev.pharos.client.Registry;
import dev.pharos.client.Summary;
import dev.pharos.exposition.MetricWriter;
import java.io.IOException;
import java.util.function.IntSupplier;

/**
 * What the engine tells about itself, under the original's names. Safe for use by several threads.
 */
final class EngineMetrics {

  private final Registry registry = new Registry();
  private final Counter samples =
      registry.counter(
          "prometheus_engine_query_samples_total", "Samples that queries have looked at.");
  private final Summary durations =
      registry.summary(
          "prometheus_engine_query_duration_seconds", "Time spent on queries, by part.", "slice");

  /**
   * Makes the metrics.
   *
   * @param running queries that run at the moment
   */
  EngineMetrics(int maxConcurrency, IntSupplier running) {
    registry.gauge(
        "prometheus_engine_queries", "Queries that run at the moment.", running::getAsInt);
    registry.gauge(
        "prometheus_engine_queries_concurrent_max",
        "Queries that may run at a time.",
        () -> maxConcurrency);
    durations.labelValues("queue_time");
    durations.labelValues("inner_eval");
  }

  void queued(long nanos) {
    durations.labelValues("queue_time").observe(nanos / 1e9);
  }

  /** A query has ended, well or not. */
  void evaluated(long nanos, long samplesRead) {
    durations.labelValues("inner_eval").observe(nanos / 1e9);
    samples.inc(samplesRead);
  }

  void write(MetricWriter out) throws IOException {
    registry.write(out);
  }
}

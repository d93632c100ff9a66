package dev.pharos.client;

import dev.pharos.exposition.MetricWriter;
import dev.pharos.model.MetricType;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;

/**
 * The metrics of a program or a part of it, each name once, written in the order of names.
 *
 * <p>There is no global one: make one for each bundle or program and hand it to what counts. Safe
 * for use by several threads.
 */
public final class Registry {

  /** By the name without {@code _total} and {@code _info}, as OpenMetrics tells families apart. */
  private final ConcurrentSkipListMap<String, Metric> metrics = new ConcurrentSkipListMap<>();

  /** Takes the values of a metric that is kept elsewhere. */
  @FunctionalInterface
  public interface Values {

    /**
     * Takes one value.
     *
     * @param labelValues in the order of the label names
     */
    void add(double value, String... labelValues);
  }

  /** Makes and registers a counter; its name ends in {@code _total}. */
  public Counter counter(String name, String help, String... labelNames) {
    return Counter.builder().name(name).help(help).labelNames(labelNames).register(this);
  }

  /** Makes and registers a gauge. */
  public Gauge gauge(String name, String help, String... labelNames) {
    return Gauge.builder().name(name).help(help).labelNames(labelNames).register(this);
  }

  /** Makes and registers a histogram with buckets for durations in seconds. */
  public Histogram histogram(String name, String help, String... labelNames) {
    return Histogram.builder().name(name).help(help).labelNames(labelNames).register(this);
  }

  /** Makes and registers a summary, which has a count and a sum, but no quantiles. */
  public Summary summary(String name, String help, String... labelNames) {
    return Summary.builder().name(name).help(help).labelNames(labelNames).register(this);
  }

  /** Registers a counter that is asked when it is written; its name ends in {@code _total}. */
  public Metric counter(String name, String help, DoubleSupplier value) {
    return counter(name, help, List.of(), values -> values.add(value.getAsDouble()));
  }

  /** Registers a gauge that is asked when it is written. */
  public Metric gauge(String name, String help, DoubleSupplier value) {
    return gauge(name, help, List.of(), values -> values.add(value.getAsDouble()));
  }

  /** Registers a counter with labels whose values are asked for when it is written. */
  public Metric counter(
      String name, String help, List<String> labelNames, Consumer<Values> callback) {
    return callback(MetricType.COUNTER, name, help, labelNames, callback);
  }

  /** Registers a gauge with labels whose values are asked for when it is written. */
  public Metric gauge(
      String name, String help, List<String> labelNames, Consumer<Values> callback) {
    return callback(MetricType.GAUGE, name, help, labelNames, callback);
  }

  private Metric callback(
      MetricType type,
      String name,
      String help,
      List<String> labelNames,
      Consumer<Values> callback) {
    Metric metric =
        new CallbackMetric(
            new Description(type, name, help, "", List.copyOf(labelNames)), callback);
    register(metric);
    return metric;
  }

  /**
   * Adds a metric.
   *
   * @throws IllegalArgumentException if there is one of that name
   */
  public void register(Metric metric) {
    Metric before = metrics.putIfAbsent(key(metric), metric);
    if (before != null) {
      throw new IllegalArgumentException(
          "metric %s is registered already%s; keep the first one and count on it"
              .formatted(
                  metric.name(),
                  before.name().equals(metric.name()) ? "" : ", as " + before.name()));
    }
  }

  /** Takes a metric out; nothing happens if it is not in. */
  public void unregister(Metric metric) {
    metrics.remove(key(metric), metric);
  }

  /** Writes all metrics as they are now. */
  public void write(MetricWriter out) throws IOException {
    for (Metric metric : metrics.values()) {
      metric.write(out);
    }
  }

  private static String key(Metric metric) {
    return MetricNames.base(MetricNames.base(metric.name(), MetricType.COUNTER), MetricType.INFO);
  }
}

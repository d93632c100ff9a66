package dev.pharos.client;

import dev.pharos.model.MetricType;
import java.util.List;

/**
 * Describes a metric before it is made: what the builders of all types have in common.
 *
 * @param <B> the builder itself
 * @param <M> what it makes
 */
public abstract sealed class MetricBuilder<B extends MetricBuilder<B, M>, M extends Metric>
    permits Counter.Builder, Gauge.Builder, Histogram.Builder, Summary.Builder, Info.Builder {

  private final MetricType type;
  private String name = "";
  private String help = "";
  private String unit = "";
  private List<String> labelNames = List.of();

  MetricBuilder(MetricType type) {
    this.type = type;
  }

  abstract B self();

  abstract M make(Description description);

  /** Sets the name, such as {@code http_requests_total}: that of a counter ends so. Needed. */
  public B name(String value) {
    name = value;
    return self();
  }

  /** Sets the sentence that tells people what is measured. Needed. */
  public B help(String value) {
    help = value;
    return self();
  }

  /** Sets the base unit, such as {@code seconds}, which the name contains as its last word. */
  public B unit(String value) {
    unit = value;
    return self();
  }

  /** Sets the names of the labels; without any, the metric is one series. */
  public B labelNames(String... values) {
    labelNames = List.of(values);
    return self();
  }

  /**
   * Makes the metric, without a registry.
   *
   * @throws IllegalArgumentException if a name breaks the rules, or there is no help
   */
  public M build() {
    return make(new Description(type, name, help, unit, labelNames));
  }

  /**
   * Makes the metric and registers it.
   *
   * @throws IllegalArgumentException if a name breaks the rules, there is no help, or the registry
   *     has a metric of that name
   */
  public M register(Registry registry) {
    M metric = build();
    registry.register(metric);
    return metric;
  }
}

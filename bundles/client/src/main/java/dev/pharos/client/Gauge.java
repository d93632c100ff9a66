package dev.pharos.client;

import dev.pharos.model.MetricType;

/**
 * A number that goes up and down, such as a temperature or the length of a queue.
 *
 * <pre>{@code
 * # HELP shop_queue_length Orders that wait.
 * # TYPE shop_queue_length gauge
 * shop_queue_length 7
 * }</pre>
 *
 * <p>The short forms without label values are for gauges without labels. For a number that somebody
 * else keeps, {@link Registry#gauge(String, String, java.util.function.DoubleSupplier)} asks when
 * it is written.
 */
public final class Gauge extends LabelledMetric<GaugeDataPoint> {

  Gauge(Description description) {
    super(description, GaugeDataPoint::new);
  }

  public static Builder builder() {
    return new Builder();
  }

  public void set(double value) {
    single().set(value);
  }

  public void inc() {
    single().inc();
  }

  public void inc(double amount) {
    single().inc(amount);
  }

  public void dec() {
    single().dec();
  }

  public void dec(double amount) {
    single().dec(amount);
  }

  public double get() {
    return single().get();
  }

  /** Makes gauges. */
  public static final class Builder extends MetricBuilder<Builder, Gauge> {

    Builder() {
      super(MetricType.GAUGE);
    }

    @Override
    Builder self() {
      return this;
    }

    @Override
    Gauge make(Description description) {
      return new Gauge(description);
    }
  }
}

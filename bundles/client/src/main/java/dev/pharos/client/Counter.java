package dev.pharos.client;

import dev.pharos.model.Exemplar;
import dev.pharos.model.MetricType;

/**
 * Counts events, and never goes down but for a restart. Its name ends in {@code _total}.
 *
 * <pre>{@code
 * # HELP shop_requests_total Requests answered.
 * # TYPE shop_requests_total counter
 * shop_requests_total{code="200"} 1027
 * shop_requests_total{code="500"} 3
 * }</pre>
 *
 * <p>The short forms without label values are for counters without labels.
 */
public final class Counter extends LabelledMetric<CounterDataPoint> {

  Counter(Description description) {
    super(description, CounterDataPoint::new);
  }

  public static Builder builder() {
    return new Builder();
  }

  public void inc() {
    single().inc();
  }

  /** See {@link CounterDataPoint#inc(long)}. */
  public void inc(long amount) {
    single().inc(amount);
  }

  /** See {@link CounterDataPoint#inc(double)}. */
  public void inc(double amount) {
    single().inc(amount);
  }

  /** See {@link CounterDataPoint#inc(double, Exemplar)}. */
  public void inc(double amount, Exemplar event) {
    single().inc(amount, event);
  }

  public double get() {
    return single().get();
  }

  /** Makes counters. */
  public static final class Builder extends MetricBuilder<Builder, Counter> {

    Builder() {
      super(MetricType.COUNTER);
    }

    @Override
    Builder self() {
      return this;
    }

    @Override
    Counter make(Description description) {
      return new Counter(description);
    }
  }
}

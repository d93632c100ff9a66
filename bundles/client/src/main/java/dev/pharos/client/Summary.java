package dev.pharos.client;

import dev.pharos.client.QuantileSketch.Objective;
import dev.pharos.client.SlidingQuantiles.Promise;
import dev.pharos.model.MetricType;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * Counts observations and adds them up, so that rates and averages can be computed; with {@link
 * Builder#objective objectives} it tells quantiles of the latest observations, too.
 *
 * <pre>{@code
 * # HELP shop_mail_duration_seconds Time to send a mail.
 * # TYPE shop_mail_duration_seconds summary
 * shop_mail_duration_seconds{quantile="0.5"} 0.11
 * shop_mail_duration_seconds{quantile="0.99"} 0.52
 * shop_mail_duration_seconds_sum 12.5
 * shop_mail_duration_seconds_count 100
 * }</pre>
 *
 * <p>Quantiles cannot be put together over several instances: where that is wanted, count in a
 * {@link Histogram}. The short forms without label values are for summaries without labels.
 */
public final class Summary extends LabelledMetric<SummaryDataPoint> {

  private Summary(Description description, Promise promise, LongSupplier nanoClock) {
    super(description, labels -> new SummaryDataPoint(labels, promise, nanoClock));
  }

  public static Builder builder() {
    return new Builder();
  }

  /** See {@link SummaryDataPoint#observe}. */
  public void observe(double value) {
    single().observe(value);
  }

  /** See {@link SummaryDataPoint#startTimer}. */
  public Timer startTimer() {
    return single().startTimer();
  }

  /** Makes summaries; without objectives they have no quantiles. */
  public static final class Builder extends MetricBuilder<Builder, Summary> {

    private final TreeMap<Double, Objective> objectives = new TreeMap<>();
    private Duration maxAge = Duration.ofMinutes(10);
    private int ageBuckets = 5;
    private LongSupplier nanoClock = System::nanoTime;

    Builder() {
      super(MetricType.SUMMARY);
    }

    /**
     * Promises a quantile: what is told for {@code (0.9, 0.01)} lies between the 0.89 and the 0.91
     * quantile of the latest observations. The smaller the error, the more of them are kept.
     *
     * @throws IllegalArgumentException unless the quantile is above 0 and below 1, the error above
     *     0 and at most 1
     */
    public Builder objective(double quantile, double error) {
      if (!(quantile > 0 && quantile < 1) || !(error > 0 && error <= 1)) {
        throw new IllegalArgumentException(
            "quantile %s with error %s: write a quantile between 0 and 1, and an error above 0"
                .formatted(quantile, error));
      }
      objectives.put(quantile, new Objective(quantile, error));
      return self();
    }

    /**
     * Sets how far back observations count for the quantiles, 10 minutes unless it is set, and in
     * how many steps they grow old: 5, so that 8 to 10 minutes count.
     *
     * @throws IllegalArgumentException if there is no time or no step
     */
    public Builder maxAge(Duration age, int buckets) {
      if (buckets < 1 || age.toNanos() < buckets) {
        throw new IllegalArgumentException(
            "age %s in %d buckets: write some time, and one bucket or more"
                .formatted(age, buckets));
      }
      maxAge = age;
      ageBuckets = buckets;
      return self();
    }

    /** Sets what tells nanoseconds since some moment, for tests. */
    Builder nanoClock(LongSupplier clock) {
      nanoClock = clock;
      return self();
    }

    @Override
    Builder self() {
      return this;
    }

    @Override
    Summary make(Description description) {
      Promise promise = new Promise(List.copyOf(objectives.values()), maxAge.toNanos(), ageBuckets);
      return new Summary(description, promise, nanoClock);
    }
  }
}

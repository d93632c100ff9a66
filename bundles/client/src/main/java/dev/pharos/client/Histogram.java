package dev.pharos.client;

import dev.pharos.model.Exemplar;
import dev.pharos.model.MetricType;
import java.util.Arrays;
import java.util.stream.DoubleStream;

/**
 * Counts observations, such as durations or sizes, in buckets, so that quantiles can be computed
 * over many instances.
 *
 * <pre>{@code
 * # HELP shop_request_duration_seconds Time to answer.
 * # TYPE shop_request_duration_seconds histogram
 * shop_request_duration_seconds_bucket{le="0.1"} 24054
 * shop_request_duration_seconds_bucket{le="1"} 33444
 * shop_request_duration_seconds_bucket{le="+Inf"} 34001
 * shop_request_duration_seconds_sum 8953.332
 * shop_request_duration_seconds_count 34001
 * }</pre>
 *
 * <p>The short forms without label values are for histograms without labels.
 */
public final class Histogram extends LabelledMetric<HistogramDataPoint> {

  private static final double[] DEFAULT_UPPER_BOUNDS = {
    0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, Double.POSITIVE_INFINITY
  };

  Histogram(Description description, double[] upperBounds) {
    super(description, labels -> new HistogramDataPoint(labels, upperBounds));
  }

  public static Builder builder() {
    return new Builder();
  }

  /** See {@link HistogramDataPoint#observe(double)}. */
  public void observe(double value) {
    single().observe(value);
  }

  /** See {@link HistogramDataPoint#observe(double, Exemplar)}. */
  public void observe(double value, Exemplar observation) {
    single().observe(value, observation);
  }

  /** See {@link HistogramDataPoint#startTimer()}. */
  public Timer startTimer() {
    return single().startTimer();
  }

  /** Makes histograms; buckets are for durations in seconds unless others are set. */
  public static final class Builder extends MetricBuilder<Builder, Histogram> {

    private double[] upperBounds = DEFAULT_UPPER_BOUNDS;

    Builder() {
      super(MetricType.HISTOGRAM);
    }

    /**
     * Sets the buckets by their upper bounds, which belong to them; that of {@code +Inf} may be
     * left out.
     *
     * @throws IllegalArgumentException if a bound is {@code NaN} or stands twice
     */
    public Builder classicUpperBounds(double... bounds) {
      double[] sorted =
          DoubleStream.concat(
                  Arrays.stream(bounds).filter(bound -> bound != Double.POSITIVE_INFINITY),
                  DoubleStream.of(Double.POSITIVE_INFINITY))
              .sorted()
              .toArray();
      for (int i = 0; i < sorted.length; i++) {
        if (Double.isNaN(sorted[i]) || (i > 0 && sorted[i] == sorted[i - 1])) {
          throw new IllegalArgumentException(
              "bucket bounds " + Arrays.toString(bounds) + ": write numbers, each once");
        }
      }
      upperBounds = sorted;
      return this;
    }

    /** Sets {@code count} buckets, the first up to {@code start}, each {@code width} wider. */
    public Builder classicLinearUpperBounds(double start, double width, int count) {
      double[] bounds = new double[count];
      for (int i = 0; i < count; i++) {
        bounds[i] = start + i * width;
      }
      return classicUpperBounds(bounds);
    }

    /** Sets {@code count} buckets, the first up to {@code start}, each {@code factor} times it. */
    public Builder classicExponentialUpperBounds(double start, double factor, int count) {
      double[] bounds = new double[count];
      for (int i = 0; i < count; i++) {
        bounds[i] = start * Math.pow(factor, i);
      }
      return classicUpperBounds(bounds);
    }

    @Override
    Builder self() {
      return this;
    }

    @Override
    Histogram make(Description description) {
      return new Histogram(description, upperBounds);
    }
  }
}

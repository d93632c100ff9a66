package dev.pharos.client;

import dev.pharos.model.MetricType;

/**
 * Counts observations and adds them up, so that rates and averages can be computed; it has no
 * quantiles.
 *
 * <pre>{@code
 * # HELP shop_mail_duration_seconds Time to send a mail.
 * # TYPE shop_mail_duration_seconds summary
 * shop_mail_duration_seconds_sum 12.5
 * shop_mail_duration_seconds_count 100
 * }</pre>
 *
 * <p>The short forms without label values are for summaries without labels.
 */
public final class Summary extends LabelledMetric<SummaryDataPoint> {

  Summary(Description description) {
    super(description, SummaryDataPoint::new);
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

  /** Makes summaries. */
  public static final class Builder extends MetricBuilder<Builder, Summary> {

    Builder() {
      super(MetricType.SUMMARY);
    }

    @Override
    Builder self() {
      return this;
    }

    @Override
    Summary make(Description description) {
      return new Summary(description);
    }
  }
}

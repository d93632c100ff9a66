package dev.pharos.client;

import dev.pharos.exposition.MetricWriter;
import dev.pharos.model.GoFloat;
import dev.pharos.model.Labels;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Counts observations and adds them up, and tells their quantiles if the summary has any. */
public final class SummaryDataPoint extends DataPoint {

  private final LongAdder count = new LongAdder();
  private final DoubleAdder sum = new DoubleAdder();
  private final @Nullable SlidingQuantiles quantiles;
  private final List<Labels> quantileLabels;

  SummaryDataPoint(Labels labels, SlidingQuantiles.Promise promise, LongSupplier nanoClock) {
    super(labels);
    this.quantileLabels =
        promise.objectives().stream()
            .map(asked -> labels.with("quantile", GoFloat.general(asked.quantile())))
            .toList();
    this.quantiles = quantileLabels.isEmpty() ? null : new SlidingQuantiles(promise, nanoClock);
  }

  /** Counts an observation; {@code NaN} is not counted. */
  public void observe(double value) {
    if (!Double.isNaN(value)) {
      count.increment();
      sum.add(value);
      if (quantiles != null) {
        quantiles.add(value);
      }
    }
  }

  /** Starts to time something; see {@link Timer}. */
  public Timer startTimer() {
    return new Timer(this::observe);
  }

  @Override
  void write(MetricWriter out) throws IOException {
    if (quantiles != null) {
      double[] values = quantiles.values();
      for (int i = 0; i < values.length; i++) {
        out.sample(quantileLabels.get(i), values[i]);
      }
    }
    out.sample("_sum", labels(), sum.sum());
    out.sample("_count", labels(), (double) count.sum());
  }
}

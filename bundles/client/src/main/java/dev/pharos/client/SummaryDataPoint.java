package dev.pharos.client;

import dev.pharos.exposition.MetricWriter;
import dev.pharos.model.Labels;
import java.io.IOException;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;

/** Counts observations and adds them up. */
public final class SummaryDataPoint extends DataPoint {

  private final LongAdder count = new LongAdder();
  private final DoubleAdder sum = new DoubleAdder();

  SummaryDataPoint(Labels labels) {
    super(labels);
  }

  /** Counts an observation; {@code NaN} is not counted. */
  public void observe(double value) {
    if (!Double.isNaN(value)) {
      count.increment();
      sum.add(value);
    }
  }

  /** Starts to time something; see {@link Timer}. */
  public Timer startTimer() {
    return new Timer(this::observe);
  }

  @Override
  void write(MetricWriter out) throws IOException {
    out.sample("_sum", labels(), sum.sum());
    out.sample("_count", labels(), (double) count.sum());
  }
}

package dev.pharos.client;

import dev.pharos.exposition.MetricWriter;
import dev.pharos.model.Labels;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;

/** Holds a number that goes up and down. */
public final class GaugeDataPoint extends DataPoint {

  private final AtomicLong bits = new AtomicLong(Double.doubleToRawLongBits(0));

  GaugeDataPoint(Labels labels) {
    super(labels);
  }

  public void set(double value) {
    bits.set(Double.doubleToRawLongBits(value));
  }

  public void inc() {
    inc(1);
  }

  public void dec() {
    inc(-1);
  }

  public void dec(double amount) {
    inc(-amount);
  }

  public void inc(double amount) {
    long before = bits.get();
    while (true) {
      long after = Double.doubleToRawLongBits(Double.longBitsToDouble(before) + amount);
      long found = bits.compareAndExchange(before, after);
      if (found == before) {
        return;
      }
      before = found;
    }
  }

  public double get() {
    return Double.longBitsToDouble(bits.get());
  }

  @Override
  void write(MetricWriter out) throws IOException {
    out.sample(labels(), get());
  }
}

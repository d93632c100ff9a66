package dev.pharos.client;

import dev.pharos.exposition.MetricWriter;
import dev.pharos.model.Exemplar;
import dev.pharos.model.Labels;
import java.io.IOException;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Counts up. */
public final class CounterDataPoint extends DataPoint {

  /** Whole numbers apart, since these are most and stay exact beyond 2^53. */
  private final LongAdder whole = new LongAdder();

  private final DoubleAdder fraction = new DoubleAdder();
  private volatile @Nullable Exemplar exemplar;

  CounterDataPoint(Labels labels) {
    super(labels);
  }

  public void inc() {
    whole.increment();
  }

  /**
   * Adds a whole number.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public void inc(long amount) {
    if (amount < 0) {
      throw negative((double) amount);
    }
    whole.add(amount);
  }

  /**
   * Adds any number.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public void inc(double amount) {
    if (amount < 0) {
      throw negative(amount);
    }
    fraction.add(amount);
  }

  /** Adds, and remembers the event as the latest exemplar. */
  public void inc(double amount, Exemplar event) {
    inc(amount);
    exemplar = event;
  }

  public double get() {
    return (double) whole.sum() + fraction.sum();
  }

  @Override
  void write(MetricWriter out) throws IOException {
    out.sample("", labels(), get(), 0, exemplar);
  }

  private static IllegalArgumentException negative(double amount) {
    return new IllegalArgumentException(
        "a counter never goes down but was told to count " + amount + "; use a gauge");
  }
}

package dev.pharos.client;

import dev.pharos.exposition.MetricWriter;
import dev.pharos.model.Exemplar;
import dev.pharos.model.GoFloat;
import dev.pharos.model.Labels;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Counts observations in buckets.
 *
 * <p>What is written while observations come in may lack the latest of them in the sum or in the
 * counts, but the count always equals the bucket of {@code +Inf}.
 */
public final class HistogramDataPoint extends DataPoint {

  /** Ascending; the last is {@code +Inf}. */
  private final double[] upperBounds;

  private final Labels[] bucketLabels;

  /** Each bucket by itself, not cumulated. */
  private final LongAdder[] buckets;

  private final DoubleAdder sum = new DoubleAdder();
  private final AtomicReferenceArray<@Nullable Exemplar> exemplars;

  HistogramDataPoint(Labels labels, double[] upperBounds) {
    super(labels);
    this.upperBounds = upperBounds;
    this.bucketLabels = new Labels[upperBounds.length];
    this.buckets = new LongAdder[upperBounds.length];
    this.exemplars = new AtomicReferenceArray<>(upperBounds.length);
    for (int i = 0; i < upperBounds.length; i++) {
      bucketLabels[i] = labels.with("le", GoFloat.general(upperBounds[i]));
      buckets[i] = new LongAdder();
    }
  }

  /** Counts an observation; {@code NaN} is in no bucket and is not counted. */
  public void observe(double value) {
    if (!Double.isNaN(value)) {
      count(value);
    }
  }

  /** Counts an observation, and remembers it as the latest exemplar of its bucket. */
  public void observe(double value, Exemplar observation) {
    if (!Double.isNaN(value)) {
      exemplars.set(count(value), observation);
    }
  }

  /** Starts to time something; see {@link Timer}. */
  public Timer startTimer() {
    return new Timer(this::observe);
  }

  private int count(double value) {
    int bucket = 0;
    while (value > upperBounds[bucket]) {
      bucket++;
    }
    buckets[bucket].increment();
    sum.add(value);
    return bucket;
  }

  @Override
  void write(MetricWriter out) throws IOException {
    long count = 0;
    double total = sum.sum();
    for (int i = 0; i < buckets.length; i++) {
      count += buckets[i].sum();
      out.sample("_bucket", bucketLabels[i], (double) count, 0, exemplars.get(i));
    }
    out.sample("_sum", labels(), total);
    out.sample("_count", labels(), (double) count);
  }
}

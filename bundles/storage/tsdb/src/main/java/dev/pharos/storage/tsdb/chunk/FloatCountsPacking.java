package dev.pharos.storage.tsdb.chunk;

import dev.pharos.model.NativeHistogram;
import dev.pharos.model.NativeHistogram.FloatCounts;
import dev.pharos.model.NativeHistogram.ResetHint;
import dev.pharos.model.StaleNaN;

/** Float counts: each is told as the bits in which it differs from the sample before. */
final class FloatCountsPacking implements HistogramPacking {

  private static final int COUNT = 0;
  private static final int ZERO_COUNT = 1;
  private static final int SUM = 2;

  private final XorColumn totals = new XorColumn(3);
  private final XorColumn positive;
  private final XorColumn negative;

  FloatCountsPacking(int positiveBuckets, int negativeBuckets) {
    positive = new XorColumn(positiveBuckets);
    negative = new XorColumn(negativeBuckets);
  }

  @Override
  public void writeFirst(BitWriter to, NativeHistogram histogram) {
    FloatCounts counts = (FloatCounts) histogram;
    totals.writeFirst(to, COUNT, counts.count());
    totals.writeFirst(to, ZERO_COUNT, counts.zeroCount());
    totals.writeFirst(to, SUM, counts.sum());
    for (int i = 0; i < positive.size(); i++) {
      positive.writeFirst(to, i, counts.positiveCounts()[i]);
    }
    for (int i = 0; i < negative.size(); i++) {
      negative.writeFirst(to, i, counts.negativeCounts()[i]);
    }
  }

  @Override
  public void writeNext(BitWriter to, NativeHistogram histogram) {
    FloatCounts counts = (FloatCounts) histogram;
    totals.writeNext(to, COUNT, counts.count());
    totals.writeNext(to, ZERO_COUNT, counts.zeroCount());
    totals.writeNext(to, SUM, counts.sum());
    if (!StaleNaN.is(counts.sum())) {
      for (int i = 0; i < positive.size(); i++) {
        positive.writeNext(to, i, counts.positiveCounts()[i]);
      }
      for (int i = 0; i < negative.size(); i++) {
        negative.writeNext(to, i, counts.negativeCounts()[i]);
      }
    }
  }

  @Override
  public boolean readFirst(BitReader from) {
    for (int i = 0; i < totals.size(); i++) {
      totals.readFirst(from, i);
    }
    for (int i = 0; i < positive.size(); i++) {
      positive.readFirst(from, i);
    }
    for (int i = 0; i < negative.size(); i++) {
      negative.readFirst(from, i);
    }
    return true;
  }

  @Override
  public boolean readNext(BitReader from) {
    boolean possible = readNext(from, totals);
    if (possible && !StaleNaN.is(lastSum())) {
      possible = readNext(from, positive) && readNext(from, negative);
    }
    return possible;
  }

  private static boolean readNext(BitReader from, XorColumn column) {
    for (int i = 0; i < column.size(); i++) {
      if (!column.readNext(from, i)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public NativeHistogram last(HistogramLayout layout, ResetHint hint) {
    return new FloatCounts(
        hint,
        layout.schema(),
        layout.zeroThreshold(),
        totals.get(ZERO_COUNT),
        totals.get(COUNT),
        lastSum(),
        layout.positiveSpans(),
        values(positive),
        layout.negativeSpans(),
        values(negative),
        layout.customBounds());
  }

  private static double[] values(XorColumn column) {
    double[] values = new double[column.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = column.get(i);
    }
    return values;
  }

  @Override
  public double lastSum() {
    return totals.get(SUM);
  }

  @Override
  public boolean fewer(NativeHistogram histogram) {
    return ((FloatCounts) histogram).count() < totals.get(COUNT);
  }

  @Override
  public boolean fewerInZeroBucket(NativeHistogram histogram) {
    return ((FloatCounts) histogram).zeroCount() < totals.get(ZERO_COUNT);
  }

  @Override
  public boolean isEmpty(boolean ofPositive, int bucket) {
    return side(ofPositive).get(bucket) == 0;
  }

  @Override
  public boolean isLess(
      boolean ofPositive, NativeHistogram histogram, int ofHistogram, int bucket) {
    FloatCounts counts = (FloatCounts) histogram;
    double[] now = ofPositive ? counts.positiveCounts() : counts.negativeCounts();
    return now[ofHistogram] < side(ofPositive).get(bucket);
  }

  private XorColumn side(boolean ofPositive) {
    return ofPositive ? positive : negative;
  }
}

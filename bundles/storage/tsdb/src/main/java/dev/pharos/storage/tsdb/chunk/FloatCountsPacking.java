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
    positive.writeFirst(to, counts.positiveCounts());
    negative.writeFirst(to, counts.negativeCounts());
  }

  @Override
  public void writeNext(BitWriter to, NativeHistogram histogram) {
    FloatCounts counts = (FloatCounts) histogram;
    totals.writeNext(to, COUNT, counts.count());
    totals.writeNext(to, ZERO_COUNT, counts.zeroCount());
    totals.writeNext(to, SUM, counts.sum());
    if (!StaleNaN.is(counts.sum())) {
      positive.writeNext(to, counts.positiveCounts());
      negative.writeNext(to, counts.negativeCounts());
    }
  }

  @Override
  public void readFirst(BitReader from) {
    totals.readFirst(from);
    positive.readFirst(from);
    negative.readFirst(from);
  }

  @Override
  public boolean readNext(BitReader from) {
    return totals.readNext(from)
        && (StaleNaN.is(lastSum()) || (positive.readNext(from) && negative.readNext(from)));
  }

  @Override
  public NativeHistogram last(HistogramLayout layout, ResetHint hint) {
    return layout.floatCounts(
        hint,
        totals.get(ZERO_COUNT),
        totals.get(COUNT),
        lastSum(),
        positive.toArray(),
        negative.toArray());
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

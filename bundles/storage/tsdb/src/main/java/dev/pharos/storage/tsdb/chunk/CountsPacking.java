package dev.pharos.storage.tsdb.chunk;

import dev.pharos.model.NativeHistogram;
import dev.pharos.model.NativeHistogram.Counts;
import dev.pharos.model.NativeHistogram.ResetHint;
import dev.pharos.model.StaleNaN;

/**
 * Integer counts: each is told as the change of its change since the sample before, and a bucket by
 * its difference from the bucket before it.
 */
final class CountsPacking implements HistogramPacking {

  /** Buckets of one sign. */
  private static final class Side {
    private final long[] counts;

    /** By how much the difference from the bucket before changed with the last sample. */
    private final long[] changes;

    private Side(int size) {
      counts = new long[size];
      changes = new long[size];
    }

    private void writeFirst(BitWriter to, long[] first) {
      long before = 0;
      for (int i = 0; i < counts.length; i++) {
        to.writeVarbit(first[i] - before);
        before = first[i];
        counts[i] = first[i];
      }
    }

    private void writeNext(BitWriter to, long[] next) {
      long before = 0;
      long beforeThen = 0;
      for (int i = 0; i < counts.length; i++) {
        long change = (next[i] - before) - (counts[i] - beforeThen);
        to.writeVarbit(change - changes[i]);
        changes[i] = change;
        before = next[i];
        beforeThen = counts[i];
        counts[i] = next[i];
      }
    }

    private void readFirst(BitReader from) {
      long count = 0;
      for (int i = 0; i < counts.length; i++) {
        count += from.readVarbit();
        counts[i] = count;
      }
    }

    private void readNext(BitReader from) {
      long before = 0;
      long beforeThen = 0;
      for (int i = 0; i < counts.length; i++) {
        changes[i] += from.readVarbit();
        long count = before + (counts[i] - beforeThen) + changes[i];
        beforeThen = counts[i];
        counts[i] = count;
        before = count;
      }
    }
  }

  private final Side positive;
  private final Side negative;
  private final XorColumn sum = new XorColumn(1);
  private long count;
  private long countChange;
  private long zeroCount;
  private long zeroCountChange;

  CountsPacking(int positiveBuckets, int negativeBuckets) {
    positive = new Side(positiveBuckets);
    negative = new Side(negativeBuckets);
  }

  @Override
  public void writeFirst(BitWriter to, NativeHistogram histogram) {
    Counts counts = (Counts) histogram;
    count = counts.count();
    zeroCount = counts.zeroCount();
    to.writeUnsignedVarbit(count);
    to.writeUnsignedVarbit(zeroCount);
    sum.writeFirst(to, 0, counts.sum());
    positive.writeFirst(to, counts.positiveCounts());
    negative.writeFirst(to, counts.negativeCounts());
  }

  @Override
  public void writeNext(BitWriter to, NativeHistogram histogram) {
    Counts counts = (Counts) histogram;
    if (StaleNaN.is(counts.sum())) {
      to.write(0, 2);
      sum.writeNext(to, 0, counts.sum());
      return;
    }
    long newCountChange = counts.count() - count;
    long newZeroCountChange = counts.zeroCount() - zeroCount;
    to.writeVarbit(newCountChange - countChange);
    to.writeVarbit(newZeroCountChange - zeroCountChange);
    sum.writeNext(to, 0, counts.sum());
    positive.writeNext(to, counts.positiveCounts());
    negative.writeNext(to, counts.negativeCounts());
    count = counts.count();
    countChange = newCountChange;
    zeroCount = counts.zeroCount();
    zeroCountChange = newZeroCountChange;
  }

  @Override
  public void readFirst(BitReader from) {
    count = from.readUnsignedVarbit();
    zeroCount = from.readUnsignedVarbit();
    sum.readFirst(from, 0);
    positive.readFirst(from);
    negative.readFirst(from);
  }

  @Override
  public boolean readNext(BitReader from) {
    countChange += from.readVarbit();
    count += countChange;
    zeroCountChange += from.readVarbit();
    zeroCount += zeroCountChange;
    if (!sum.readNext(from, 0)) {
      return false;
    }
    if (!StaleNaN.is(lastSum())) {
      positive.readNext(from);
      negative.readNext(from);
    }
    return true;
  }

  @Override
  public NativeHistogram last(HistogramLayout layout, ResetHint hint) {
    return layout.counts(
        hint, zeroCount, count, lastSum(), positive.counts.clone(), negative.counts.clone());
  }

  @Override
  public double lastSum() {
    return sum.get(0);
  }

  @Override
  public boolean fewer(NativeHistogram histogram) {
    return Long.compareUnsigned(((Counts) histogram).count(), count) < 0;
  }

  @Override
  public boolean fewerInZeroBucket(NativeHistogram histogram) {
    return Long.compareUnsigned(((Counts) histogram).zeroCount(), zeroCount) < 0;
  }

  @Override
  public boolean isEmpty(boolean ofPositive, int bucket) {
    return side(ofPositive).counts[bucket] == 0;
  }

  @Override
  public boolean isLess(
      boolean ofPositive, NativeHistogram histogram, int ofHistogram, int bucket) {
    Counts counts = (Counts) histogram;
    long[] now = ofPositive ? counts.positiveCounts() : counts.negativeCounts();
    return now[ofHistogram] < side(ofPositive).counts[bucket];
  }

  private Side side(boolean ofPositive) {
    return ofPositive ? positive : negative;
  }
}

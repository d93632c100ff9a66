package dev.pharos.storage.tsdb.chunk;

import dev.pharos.model.NativeHistogram;

/**
 * How the counts of histograms are written and read, and what was written or read last: integers
 * and floats differ in nothing else.
 */
sealed interface HistogramPacking permits CountsPacking, FloatCountsPacking {

  /** Writes the first histogram behind the layout. */
  void writeFirst(BitWriter to, NativeHistogram histogram);

  /** Writes a further histogram with the buckets of the layout, or a stale one with none. */
  void writeNext(BitWriter to, NativeHistogram histogram);

  /** Reads the first histogram behind the layout. */
  void readFirst(BitReader from);

  /** Reads a further histogram; false if the bits cannot be right. */
  boolean readNext(BitReader from);

  /** What was written or read last. */
  NativeHistogram last(HistogramLayout layout, NativeHistogram.ResetHint hint);

  double lastSum();

  /** Whether all observations together are fewer than they were. */
  boolean fewer(NativeHistogram histogram);

  boolean fewerInZeroBucket(NativeHistogram histogram);

  /** Whether a bucket held nothing when last written. */
  boolean isEmpty(boolean positive, int bucket);

  /** Whether a bucket of the histogram holds less than a bucket did when last written. */
  boolean isLess(boolean positive, NativeHistogram histogram, int ofHistogram, int bucket);
}

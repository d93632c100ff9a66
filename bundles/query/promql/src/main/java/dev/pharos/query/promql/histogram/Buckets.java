package dev.pharos.query.promql.histogram;

import dev.pharos.model.NativeHistogram;

/** Where the buckets of native histograms end. */
public final class Buckets {

  private Buckets() {}

  /** Upper bound of the bucket with this index. */
  public static double bound(NativeHistogram histogram, int index) {
    if (histogram.schema() == NativeHistogram.CUSTOM_BUCKETS_SCHEMA) {
      double[] bounds = histogram.customBounds();
      return index < 0
          ? Double.NEGATIVE_INFINITY
          : index < bounds.length ? bounds[index] : Double.POSITIVE_INFINITY;
    }
    return exponential(histogram.schema(), index);
  }

  /** {@code 2^(index · 2^−schema)}, exact where it is a power of two. */
  public static double exponential(int schema, int index) {
    if (schema <= 0) {
      return Math.scalb(1.0, index << -schema);
    }
    int perPower = 1 << schema;
    int whole = Math.floorDiv(index, perPower);
    int part = Math.floorMod(index, perPower);
    return Math.scalb(Math.pow(2, (double) part / perPower), whole);
  }
}

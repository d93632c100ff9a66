package dev.pharos.query.promql.histogram;

import org.jspecify.annotations.Nullable;

/**
 * Two native histograms brought to one width of the bucket around zero: the first is changed, of
 * the other only what it would have there is found out.
 *
 * @param losses what additions have lost of the first, in the same buckets; null for nothing
 * @param otherZeros what the other would have around zero
 * @param otherLost what adding that up has lost
 */
record CommonZero(
    FloatHistogram one, @Nullable FloatHistogram losses, double otherZeros, double otherLost) {

  static CommonZero of(
      FloatHistogram first, @Nullable FloatHistogram firstLosses, FloatHistogram other) {
    FloatHistogram one = first;
    FloatHistogram losses = firstLosses;
    ZeroBucket zeros = new ZeroBucket(other.zeroThreshold(), other.zeroCount(), 0);
    // A width that is no number, which only a broken sender makes, is left as it is.
    while (zeros.threshold() < one.zeroThreshold() || zeros.threshold() > one.zeroThreshold()) {
      if (one.zeroThreshold() > zeros.threshold()) {
        zeros = ZeroBucket.of(other, null, one.zeroThreshold());
      }
      if (zeros.threshold() > one.zeroThreshold()) {
        ZeroBucket wider = ZeroBucket.of(one, losses, zeros.threshold());
        CompensatedRow positive = outside(one, losses, true, wider.threshold());
        CompensatedRow negative = outside(one, losses, false, wider.threshold());
        if (losses != null) {
          losses =
              losses.withBuckets(
                  wider.threshold(), wider.lost(), positive.losses(), negative.losses());
        }
        one = one.withBuckets(wider.threshold(), wider.count(), positive.sum(), negative.sum());
      }
    }
    return new CommonZero(one, losses, zeros.count(), zeros.lost());
  }

  /** The buckets of one sign that do not begin within a bucket around zero. */
  private static CompensatedRow outside(
      FloatHistogram histogram, @Nullable FloatHistogram losses, boolean positive, double width) {
    BucketRow row = positive ? histogram.positive() : histogram.negative();
    CompensatedRow all =
        losses == null
            ? CompensatedRow.of(row)
            : CompensatedRow.of(row, positive ? losses.positive() : losses.negative());
    int within = 0;
    while (within < row.size() && histogram.bound(row.indexes()[within] - 1) < width) {
      within++;
    }
    return all.from(within).compact();
  }
}

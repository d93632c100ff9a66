package dev.pharos.storage.tsdb.chunk;

import dev.pharos.model.NativeHistogram;
import dev.pharos.model.NativeHistogram.Counts;
import dev.pharos.model.NativeHistogram.FloatCounts;

/**
 * How counts move from the buckets of one layout to those of another: each bucket goes to a place
 * there, and what meets in a place is added up.
 *
 * @param positive place of each positive bucket
 * @param negative place of each negative bucket
 */
@SuppressWarnings("ArrayRecordComponent") // Made once, never changed.
record Regrouping(HistogramLayout to, int[] positive, int[] negative) {

  /** Each bucket goes to the one with its index; that it has not stays empty. */
  static Regrouping spread(HistogramLayout from, HistogramLayout to) {
    return new Regrouping(
        to, from.positive().placesAmong(to.positive()), from.negative().placesAmong(to.negative()));
  }

  /** Each bucket goes to the wider one around it. */
  static Regrouping toSchema(int schema, HistogramLayout from) {
    int steps = from.schema() - schema;
    return new Regrouping(
        new HistogramLayout(
            schema,
            from.zeroThreshold(),
            from.positive().widened(steps),
            from.negative().widened(steps),
            from.customBounds()),
        from.positive().placesAmongWidened(steps),
        from.negative().placesAmongWidened(steps));
  }

  /** A histogram of the one layout in the other. */
  NativeHistogram apply(NativeHistogram histogram) {
    return switch (histogram) {
      case Counts of ->
          to.counts(
              of.resetHint(),
              of.zeroCount(),
              of.count(),
              of.sum(),
              moved(of.positiveCounts(), positive, to.positive().size()),
              moved(of.negativeCounts(), negative, to.negative().size()));
      case FloatCounts of ->
          to.floatCounts(
              of.resetHint(),
              of.zeroCount(),
              of.count(),
              of.sum(),
              moved(of.positiveCounts(), positive, to.positive().size()),
              moved(of.negativeCounts(), negative, to.negative().size()));
    };
  }

  private static long[] moved(long[] counts, int[] places, int size) {
    long[] moved = new long[size];
    for (int i = 0; i < counts.length; i++) {
      moved[places[i]] += counts[i];
    }
    return moved;
  }

  private static double[] moved(double[] counts, int[] places, int size) {
    double[] moved = new double[size];
    for (int i = 0; i < counts.length; i++) {
      moved[places[i]] += counts[i];
    }
    return moved;
  }
}

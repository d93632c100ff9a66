package dev.pharos.storage.api;

import dev.pharos.model.NativeHistogram;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Tells whether two histograms are the same sample, as {@link SampleBatch.Outcome} needs it. */
public final class Histograms {

  private Histograms() {}

  /** Whether both are null, or tell the same: of the same kind, floats alike bit for bit. */
  public static boolean same(@Nullable NativeHistogram one, @Nullable NativeHistogram other) {
    if (one == other) {
      return true;
    }
    return switch (one) {
      case NativeHistogram.Counts a ->
          other instanceof NativeHistogram.Counts b
              && sameLayout(a, b)
              && a.zeroCount() == b.zeroCount()
              && a.count() == b.count()
              && Arrays.equals(a.positiveCounts(), b.positiveCounts())
              && Arrays.equals(a.negativeCounts(), b.negativeCounts());
      case NativeHistogram.FloatCounts a ->
          other instanceof NativeHistogram.FloatCounts b
              && sameLayout(a, b)
              && sameBits(a.zeroCount(), b.zeroCount())
              && sameBits(a.count(), b.count())
              && sameBits(a.positiveCounts(), b.positiveCounts())
              && sameBits(a.negativeCounts(), b.negativeCounts());
      case null -> false;
    };
  }

  private static boolean sameLayout(NativeHistogram a, NativeHistogram b) {
    return a.schema() == b.schema()
        && a.resetHint() == b.resetHint()
        && sameBits(a.zeroThreshold(), b.zeroThreshold())
        && sameBits(a.sum(), b.sum())
        && Arrays.equals(a.positiveSpans(), b.positiveSpans())
        && Arrays.equals(a.negativeSpans(), b.negativeSpans())
        && sameBits(a.customBounds(), b.customBounds());
  }

  private static boolean sameBits(double a, double b) {
    return Double.doubleToRawLongBits(a) == Double.doubleToRawLongBits(b);
  }

  private static boolean sameBits(double[] a, double[] b) {
    boolean same = a.length == b.length;
    for (int i = 0; same && i < a.length; i++) {
      same = sameBits(a[i], b[i]);
    }
    return same;
  }
}

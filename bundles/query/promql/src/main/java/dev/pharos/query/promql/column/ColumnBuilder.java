package dev.pharos.query.promql.column;

import dev.pharos.model.Labels;
import dev.pharos.model.NativeHistogram;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Collects the samples of one column after the other, with one scratch array for all of them. */
public final class ColumnBuilder {

  private final double[] values;
  private @Nullable NativeHistogram @Nullable [] histograms;
  private int first = Integer.MAX_VALUE;
  private int end;
  private boolean histogramsUsed;

  /** A builder of columns of as many instants. */
  public ColumnBuilder(int size) {
    values = new double[size];
    Arrays.fill(values, Column.ABSENT);
  }

  /** Sets the value at an instant; absent values are no values. */
  public void set(int index, double value) {
    if (!Column.isAbsent(value)) {
      values[index] = value;
      reach(index);
    }
  }

  public void set(int index, NativeHistogram histogram) {
    @Nullable NativeHistogram[] all = histograms;
    if (all == null) {
      all = new NativeHistogram[values.length];
      histograms = all;
    }
    all[index] = histogram;
    histogramsUsed = true;
    reach(index);
  }

  /** Whether there is a sample at an instant already. */
  public boolean has(int index) {
    return !Column.isAbsent(values[index])
        || (histogramsUsed && histograms != null && histograms[index] != null);
  }

  /** Copies the sample that a column has at an instant, if it has one. */
  public void copy(int index, Column from) {
    set(index, from.value(index));
    NativeHistogram histogram = from.histogram(index);
    if (histogram != null) {
      set(index, histogram);
    }
  }

  boolean isEmpty() {
    return end == 0;
  }

  private void reach(int index) {
    first = Math.min(first, index);
    end = Math.max(end, index + 1);
  }

  /** The column collected, or null if it has no samples; then starts anew. */
  public @Nullable Column build(Labels labels, boolean nameless) {
    if (isEmpty()) {
      return null;
    }
    double[] own = Arrays.copyOfRange(values, first, end);
    @Nullable NativeHistogram[] ownHistograms = null;
    if (histogramsUsed && histograms != null) {
      ownHistograms = Arrays.copyOfRange(histograms, first, end);
      Arrays.fill(histograms, first, end, null);
    }
    Column column = new Column(labels, nameless, first, own, ownHistograms);
    Arrays.fill(values, first, end, Column.ABSENT);
    first = Integer.MAX_VALUE;
    end = 0;
    histogramsUsed = false;
    return column;
  }
}

package dev.pharos.query.promql.column;

import dev.pharos.model.Labels;
import dev.pharos.model.NativeHistogram;
import dev.pharos.model.StaleNaN;
import dev.pharos.query.promql.histogram.Histograms;
import org.jspecify.annotations.Nullable;

/**
 * One series over the instants of a {@link Grid}.
 *
 * <p>The array reaches from the first instant at which there is a sample to the last, so that
 * series that live shortly cost little in a long range. {@link #ABSENT} stands where there is no
 * value: the stale marker's bits, which no evaluated value ever has.
 *
 * <p>Immutable by agreement: arrays are not changed once a column is made.
 */
public final class Column {

  /** Stands in a column for no value; told from other NaNs by its bits. */
  public static final double ABSENT = StaleNaN.VALUE;

  private static final int REFERENCE_BYTES = 4;

  private final Labels labels;
  private final boolean nameless;
  private final int first;
  private final double[] values;
  private final @Nullable NativeHistogram @Nullable [] histograms;

  /**
   * Makes a column.
   *
   * @param nameless whether the metric's name goes when the query has been evaluated, though it is
   *     still among the labels
   * @param first index of the instant to which the first value belongs
   * @param histograms in the places of the values that are absent; null if there are none
   */
  public Column(
      Labels labels,
      boolean nameless,
      int first,
      double[] values,
      @Nullable NativeHistogram @Nullable [] histograms) {
    this.labels = labels;
    this.nameless = nameless;
    this.first = first;
    this.values = values;
    this.histograms = histograms;
  }

  /** Whether a value says that there is none. */
  public static boolean isAbsent(double value) {
    return Double.doubleToRawLongBits(value) == StaleNaN.BITS;
  }

  public Labels labels() {
    return labels;
  }

  public boolean nameless() {
    return nameless;
  }

  /** Index of the first instant that the arrays speak of. */
  public int first() {
    return first;
  }

  /** Index after the last instant that the arrays speak of. */
  public int end() {
    return first + values.length;
  }

  /** The values from {@link #first} on. */
  public double[] values() {
    return values;
  }

  public boolean hasHistograms() {
    return histograms != null;
  }

  /** The value at an instant, or {@link #ABSENT}. */
  public double value(int index) {
    int i = index - first;
    return i >= 0 && i < values.length ? values[i] : ABSENT;
  }

  /** The histogram at an instant, or null. */
  public @Nullable NativeHistogram histogram(int index) {
    int i = index - first;
    return histograms != null && i >= 0 && i < histograms.length ? histograms[i] : null;
  }

  /** Whether there is a value or a histogram at an instant. */
  public boolean has(int index) {
    return !isAbsent(value(index)) || histogram(index) != null;
  }

  /** Whether there is any value. */
  public boolean hasValues() {
    for (double value : values) {
      if (!isAbsent(value)) {
        return true;
      }
    }
    return false;
  }

  /** Whether there is a value in every place. */
  public boolean isFull() {
    for (double value : values) {
      if (isAbsent(value)) {
        return false;
      }
    }
    return true;
  }

  /** Marks the instants at which there is a sample. */
  public void markPresent(boolean[] present) {
    for (int i = 0; i < values.length; i++) {
      present[first + i] |= !isAbsent(values[i]) || (histograms != null && histograms[i] != null);
    }
  }

  /** The same samples under other labels. */
  public Column labelled(Labels other, boolean otherNameless) {
    return new Column(other, otherNameless, first, values, histograms);
  }

  /** Other values in the same places, without histograms. */
  public Column withValues(double[] other) {
    return new Column(labels, nameless, first, other, null);
  }

  /** As how many samples it counts when it is held. */
  long samples() {
    long samples = values.length;
    if (histograms != null) {
      for (NativeHistogram histogram : histograms) {
        samples += histogram == null ? 0 : Histograms.samples(histogram);
      }
    }
    return samples;
  }

  /** How many bytes it takes, without its labels. */
  long bytes() {
    long bytes = (long) values.length * Double.BYTES;
    if (histograms != null) {
      for (NativeHistogram histogram : histograms) {
        bytes += REFERENCE_BYTES + (histogram == null ? 0 : Histograms.bytes(histogram));
      }
    }
    return bytes;
  }
}

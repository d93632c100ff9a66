package dev.pharos.model;

/**
 * What can be written for a series: a value, a native histogram, an exemplar, or what is known of
 * its metric.
 *
 * <p>The set is closed, so that every storage and every log says what it does with each of them.
 */
public sealed interface Sample {

  /** Start timestamp of a sample whose start nobody told. */
  long NO_START = 0;

  /**
   * A value at an instant.
   *
   * @param startMillis when the counter began to count, in milliseconds since the Unix epoch, or
   *     {@link #NO_START}
   * @param timestampMillis in milliseconds since the Unix epoch
   */
  record Value(long startMillis, long timestampMillis, double value) implements Sample {

    /** A value whose start nobody told. */
    public Value(long timestampMillis, double value) {
      this(NO_START, timestampMillis, value);
    }
  }

  /**
   * A native histogram at an instant.
   *
   * @param startMillis when the histogram began to count, in milliseconds since the Unix epoch, or
   *     {@link #NO_START}
   * @param timestampMillis in milliseconds since the Unix epoch
   */
  record Histogram(long startMillis, long timestampMillis, NativeHistogram histogram)
      implements Sample {}

  /** An exemplar of the series. */
  record OfExemplar(Exemplar exemplar) implements Sample {}

  /** What is known of the metric the series belongs to. */
  record OfMetadata(Metadata metadata) implements Sample {}
}

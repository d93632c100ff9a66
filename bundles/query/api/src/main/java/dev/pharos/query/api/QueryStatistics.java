package dev.pharos.query.api;

import java.util.List;

/**
 * What a query cost as a whole.
 *
 * @param timings where its time went
 * @param totalSamples samples looked at: those that lie in several ranges count in each, and those
 *     that are read once for all instants count at each
 * @param samplesRead samples taken from the storage: each once, however many ranges it lies in
 * @param peakSamples samples held, at most at a time
 * @param peakBytes bytes held for series, at most at a time
 * @param perStep of the total, how many at each instant; empty unless asked for
 */
public record QueryStatistics(
    Timings timings,
    long totalSamples,
    long samplesRead,
    long peakSamples,
    long peakBytes,
    List<StepSamples> perStep) {

  /**
   * Times in nanoseconds.
   *
   * @param queueNanos waiting for a turn
   * @param preparationNanos making the plan
   * @param evaluationNanos running it
   * @param sortNanos bringing the result in order
   * @param totalNanos all of it, from when the query was asked
   */
  public record Timings(
      long queueNanos,
      long preparationNanos,
      long evaluationNanos,
      long sortNanos,
      long totalNanos) {}

  /**
   * Samples of one instant.
   *
   * @param timestampMillis the instant, in milliseconds since the Unix epoch
   * @param samples how many are looked at for it
   * @param read how many are taken from the storage for it, and for none before it
   */
  public record StepSamples(long timestampMillis, long samples, long read) {}

  /** Of a query that cost nothing. */
  public static final QueryStatistics NONE =
      new QueryStatistics(new Timings(0, 0, 0, 0, 0), 0, 0, 0, 0, List.of());

  public QueryStatistics {
    perStep = List.copyOf(perStep);
  }
}

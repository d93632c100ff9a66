package dev.pharos.query.promql.plan;

import java.util.List;

/**
 * What one operator costs: the samples that it holds and has read, the series that it has given
 * and, while a trace is wanted, its time.
 *
 * <p>Used on the thread of the query, but for {@link #read}.
 */
final class Tally {

  private final SampleBudget budget;
  private final SampleCount read;
  private long held;
  private long heldBytes;
  private long peak;
  private long peakBytes;
  private long seriesOut;
  private long nanos;

  /**
   * The tally of an operator that has not begun.
   *
   * @param read where samples read are counted
   */
  Tally(SampleBudget budget, SampleCount read) {
    this.budget = budget;
    this.read = read;
  }

  /** Takes room for a column that will be held. */
  void hold(Column column) {
    hold(column.samples(), column.bytes());
  }

  /** Takes room for columns that will be held. */
  void hold(List<Column> columns) {
    for (Column column : columns) {
      hold(column);
    }
  }

  void hold(long samples, long bytes) {
    held += samples;
    heldBytes += bytes;
    peak = Math.max(peak, held);
    peakBytes = Math.max(peakBytes, heldBytes);
    budget.hold(samples, bytes);
  }

  void release(Column column) {
    held -= column.samples();
    heldBytes -= column.bytes();
    budget.release(column.samples(), column.bytes());
  }

  /** Gives back all that is held. */
  void release() {
    budget.release(held, heldBytes);
    held = 0;
    heldBytes = 0;
  }

  /** Counts samples read; safe for use by the threads of the query. */
  synchronized void read(SampleCount count) {
    read.add(count);
  }

  synchronized SampleCount read() {
    return read;
  }

  /** Counts a series that has been given on. */
  void give() {
    seriesOut++;
  }

  /** Counts time spent here and below. */
  void spend(long spentNanos) {
    nanos += spentNanos;
  }

  long seriesOut() {
    return seriesOut;
  }

  /** Samples held, at most at a time. */
  long peak() {
    return peak;
  }

  /** Bytes held, at most at a time. */
  long peakBytes() {
    return peakBytes;
  }

  /** Time spent here and below; 0 unless it is traced. */
  long nanos() {
    return nanos;
  }
}

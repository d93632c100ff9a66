package dev.pharos.query.promql.column;

import java.util.List;

/**
 * What one operator costs: the samples that it holds and has read, the series that it has given
 * and, while a trace is wanted, its time.
 *
 * <p>Used on the thread of the query, but for {@link #read}.
 */
public final class Tally {

  private final SampleBudget budget;
  private final SampleCount read;
  private final SampleCount fetched;
  private boolean fetchedApart;
  private long held;
  private long heldBytes;
  private long peak;
  private long peakBytes;
  private long seriesOut;
  private long nanos;

  /**
   * The tally of an operator that has not begun.
   *
   * @param read where samples looked at are counted
   * @param fetched where samples taken from the storage are counted
   */
  public Tally(SampleBudget budget, SampleCount read, SampleCount fetched) {
    this.budget = budget;
    this.read = read;
    this.fetched = fetched;
  }

  /** Takes room for a column that will be held. */
  public void hold(Column column) {
    hold(column.samples(), column.bytes());
  }

  /** Takes room for columns that will be held. */
  public void hold(List<Column> columns) {
    for (Column column : columns) {
      hold(column);
    }
  }

  /** Takes room for samples that will be held. */
  public void hold(long samples, long bytes) {
    held += samples;
    heldBytes += bytes;
    peak = Math.max(peak, held);
    peakBytes = Math.max(peakBytes, heldBytes);
    budget.hold(samples, bytes);
  }

  /** Gives back what one column takes. */
  public void release(Column column) {
    held -= column.samples();
    heldBytes -= column.bytes();
    budget.release(column.samples(), column.bytes());
  }

  /** Gives back all that is held. */
  public void release() {
    budget.release(held, heldBytes);
    held = 0;
    heldBytes = 0;
  }

  /** Counts samples read; safe for use by the threads of the query. */
  public synchronized void read(SampleCount count) {
    read.add(count);
  }

  /**
   * Counts samples taken from the storage, each once though several instants may look at it; safe
   * for use by the threads of the query.
   */
  public synchronized void fetched(SampleCount count) {
    fetchedApart = true;
    fetched.add(count);
  }

  /** Samples taken from the storage until now: those looked at, unless told apart. */
  public synchronized SampleCount fetched() {
    return fetchedApart ? fetched : read;
  }

  /** Samples read until now. */
  public synchronized SampleCount read() {
    return read;
  }

  /** Counts a series that has been given on. */
  public void give() {
    seriesOut++;
  }

  /** Counts time spent here and below. */
  public void spend(long spentNanos) {
    nanos += spentNanos;
  }

  /** Series given on until now. */
  public long seriesOut() {
    return seriesOut;
  }

  /** Samples held, at most at a time. */
  public long peak() {
    return peak;
  }

  /** Bytes held, at most at a time. */
  public long peakBytes() {
    return peakBytes;
  }

  /** Time spent here and below; 0 unless it is traced. */
  public long nanos() {
    return nanos;
  }
}

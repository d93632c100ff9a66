package dev.pharos.query.promql;

import dev.pharos.query.api.QueryStatistics.Timings;

/** Takes the times of a query's parts, one after the other. Used by one thread. */
final class Stopwatch {

  private final long asked = System.nanoTime();
  private long lap = asked;
  private long queue;
  private long preparation;
  private long inner;
  private long sort;
  private boolean begun;

  /** The query's turn has come. */
  void entered() {
    queue = lap();
    begun = true;
  }

  void prepared() {
    preparation = lap();
  }

  /**
   * The query has been answered.
   *
   * @param sortNanos how much of the time was spent on the order of the series
   */
  void evaluated(long sortNanos) {
    inner = lap() - sortNanos;
    sort = sortNanos;
  }

  private long lap() {
    long now = System.nanoTime();
    long time = now - lap;
    lap = now;
    return time;
  }

  /** The times so far; what is under way counts as evaluation, or as waiting. */
  Timings timings() {
    long now = System.nanoTime();
    long open = inner == 0 && begun ? now - lap : 0;
    long waited = begun ? queue : now - asked;
    return new Timings(waited, preparation, inner + open, sort, now - asked);
  }
}

package dev.pharos.query.promql;

import dev.pharos.query.api.QueryStatistics.Timings;

/** Takes the times of a query's parts, one after the other. Used by one thread. */
final class Stopwatch {

  private final long asked = System.nanoTime();
  private long lap = asked;
  private long queue;
  private long preparation;
  private long inner;
  private boolean begun;

  /** The query's turn has come. */
  void entered() {
    queue = lap();
    begun = true;
  }

  void prepared() {
    preparation = lap();
  }

  void evaluated() {
    inner = lap();
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
    // Series are put in order while they are evaluated: there is no time of its own for it.
    return new Timings(waited, preparation, inner + open, 0, now - asked);
  }
}

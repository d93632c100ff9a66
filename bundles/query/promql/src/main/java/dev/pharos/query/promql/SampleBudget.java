package dev.pharos.query.promql;

/**
 * Counts the samples that a query holds, and stops it when they become too many. Safe for use by
 * the threads of the query.
 */
final class SampleBudget {

  private final long limit;
  private long held;
  private long peak;
  private long read;

  SampleBudget(long limit) {
    this.limit = limit;
  }

  /** Takes room for samples that will be held. */
  synchronized void hold(long samples) {
    held += samples;
    peak = Math.max(peak, held);
    if (held > limit) {
      throw new EvaluationException(
          "query processing would load too many samples into memory in query execution");
    }
  }

  /** Says that from now on so many samples are held. */
  synchronized void settle(long samples) {
    held = samples;
  }

  synchronized void countRead(long samples) {
    read += samples;
  }

  synchronized long held() {
    return held;
  }

  /** Bytes of the columns that hold the samples; what histograms have beside is not counted. */
  long heldBytes() {
    return held() * Double.BYTES;
  }

  synchronized long peak() {
    return peak;
  }

  /** Samples looked at so far. */
  synchronized long read() {
    return read;
  }
}

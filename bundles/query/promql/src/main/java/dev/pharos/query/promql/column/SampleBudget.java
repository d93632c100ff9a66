package dev.pharos.query.promql.column;

/**
 * Counts the samples that a query holds, and the bytes that they take, and stops it when the
 * samples become too many; and those that it has read so far. Safe for use by the threads of the
 * query, and by those who watch it.
 */
public final class SampleBudget {

  private final long limit;
  private long held;
  private long heldBytes;
  private long peak;
  private long peakBytes;
  private long read;

  /**
   * A budget of which nothing has been taken.
   *
   * @param limit samples that may be held at a time
   */
  public SampleBudget(long limit) {
    this.limit = limit;
  }

  /** Takes room for samples that will be held. */
  synchronized void hold(long samples, long bytes) {
    held += samples;
    heldBytes += bytes;
    peak = Math.max(peak, held);
    peakBytes = Math.max(peakBytes, heldBytes);
    if (held > limit) {
      throw new EvaluationException(
          "query processing would load too many samples into memory in query execution");
    }
  }

  /** Gives back room. */
  synchronized void release(long samples, long bytes) {
    held -= samples;
    heldBytes -= bytes;
  }

  public synchronized void countRead(long samples) {
    read += samples;
  }

  /** Samples held at this moment. */
  public synchronized long held() {
    return held;
  }

  /** Bytes that the samples held take, without labels. */
  public synchronized long heldBytes() {
    return heldBytes;
  }

  /** Samples held, at most at a time. */
  public synchronized long peak() {
    return peak;
  }

  /** Bytes held, at most at a time. */
  public synchronized long peakBytes() {
    return peakBytes;
  }

  /** Samples looked at so far. */
  public synchronized long read() {
    return read;
  }
}

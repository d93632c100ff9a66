package dev.pharos.storage.tsdb.wal;

import java.util.concurrent.atomic.LongAdder;

/** Counts what happens to one log. Safe for use by several threads. */
public final class LogFigures {

  /** Writes that failed. */
  public final LongAdder failures = new LongAdder();

  /** Pages that were filled. */
  public final LongAdder fullPages = new LongAdder();

  /** Times that bytes were handed to the operating system. */
  public final LongAdder flushes = new LongAdder();

  /** Records, and parts of records that do not fit into a page. */
  public final LongAdder parts = new LongAdder();

  /** Bytes of these, with their headers. */
  public final LongAdder partBytes = new LongAdder();

  /** Bytes that need not be written, as records are compressed. */
  public final LongAdder savedBytes = new LongAdder();

  /** Times that segments of old were to be deleted. */
  public final LongAdder truncations = new LongAdder();

  public final LongAdder truncationFailures = new LongAdder();

  /** Times that a segment was forced to the disk. */
  public final SyncDurations syncs = new SyncDurations(System::nanoTime);

  private volatile int segment = -1;

  /** Number of the segment being written; -1 if none is. */
  public int segment() {
    return segment;
  }

  void segment(int number) {
    segment = number;
  }
}

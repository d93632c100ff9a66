package dev.pharos.storage.tsdb.compact;

import java.util.concurrent.atomic.LongAdder;

/** Counts what happens to blocks. Safe for use by several threads. */
public final class CompactionFigures {

  /** Rounds begun. */
  public final LongAdder triggered = new LongAdder();

  /** Rounds that left compaction out, as it had failed a short while before. */
  public final LongAdder skipped = new LongAdder();

  /** Blocks written, from the head or from other blocks. */
  public final LongAdder compactions = new LongAdder();

  public final LongAdder failed = new LongAdder();

  /** Compactions of blocks that overlapped. */
  public final LongAdder overlapping = new LongAdder();

  /** Nanoseconds spent in compactions. */
  public final LongAdder nanos = new LongAdder();

  public final LongAdder chunks = new LongAdder();
  public final LongAdder chunkBytes = new LongAdder();
  public final LongAdder series = new LongAdder();

  /** Looks at the folder. */
  public final LongAdder reloads = new LongAdder();

  public final LongAdder reloadFailures = new LongAdder();

  /** Blocks deleted for their age. */
  public final LongAdder timeRetentions = new LongAdder();

  /** Blocks deleted for want of room. */
  public final LongAdder sizeRetentions = new LongAdder();

  /** Nanoseconds spent in freeing what was deleted. */
  public final LongAdder cleanupNanos = new LongAdder();
}

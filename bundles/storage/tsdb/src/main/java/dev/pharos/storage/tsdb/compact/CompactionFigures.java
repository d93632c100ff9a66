package dev.pharos.storage.tsdb.compact;

import dev.pharos.client.Histogram;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.DoubleStream;

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

  /** Blocks that are being written. */
  public final AtomicInteger writing = new AtomicInteger();

  /** How long it took to write a block. */
  public final Histogram seconds =
      Histogram.builder()
          .name("prometheus_tsdb_compaction_duration_seconds")
          .help("Time to write a block.")
          .classicUpperBounds(exponential(1, 2, 14))
          .build();

  /** Of chunks that go into a block for the first time. */
  public final Histogram chunkBytes =
      Histogram.builder()
          .name("prometheus_tsdb_compaction_chunk_size_bytes")
          .help("Bytes of the chunks that came into their first block.")
          .classicUpperBounds(exponential(32, 1.5, 12))
          .build();

  /** Of the same chunks. */
  public final Histogram chunkSamples =
      Histogram.builder()
          .name("prometheus_tsdb_compaction_chunk_samples")
          .help("Samples of the chunks that came into their first block.")
          .classicUpperBounds(exponential(4, 1.5, 12))
          .build();

  /** Of the same chunks; in milliseconds, whatever the name says, as in the original. */
  public final Histogram chunkSpans =
      Histogram.builder()
          .name("prometheus_tsdb_compaction_chunk_range_seconds")
          .help(
              "Milliseconds from first to last sample of chunks that came into their first block.")
          .classicUpperBounds(exponential(100, 4, 10))
          .build();

  /** Looks at the folder. */
  public final LongAdder reloads = new LongAdder();

  public final LongAdder reloadFailures = new LongAdder();

  /** Blocks deleted for their age. */
  public final LongAdder timeRetentions = new LongAdder();

  /** Blocks deleted for want of room. */
  public final LongAdder sizeRetentions = new LongAdder();

  /** How long it took to write blocks again without what was deleted. */
  public final Histogram cleaningSeconds =
      Histogram.builder()
          .name("prometheus_tsdb_tombstone_cleanup_seconds")
          .help("Time to free what was deleted in blocks.")
          .build();

  private static double[] exponential(double start, double factor, int count) {
    return DoubleStream.iterate(start, bound -> bound * factor).limit(count).toArray();
  }
}

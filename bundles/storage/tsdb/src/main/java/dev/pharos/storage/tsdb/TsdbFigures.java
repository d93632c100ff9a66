package dev.pharos.storage.tsdb;

import java.util.concurrent.atomic.LongAdder;

/** Counts what happens to the log. Safe for use by several threads. */
final class TsdbFigures {

  final LongAdder corruptions = new LongAdder();
  final LongAdder chunkCorruptions = new LongAdder();
  final LongAdder checkpoints = new LongAdder();
  final LongAdder checkpointFailures = new LongAdder();
  final LongAdder truncationFailures = new LongAdder();
  volatile long replayNanos;
}

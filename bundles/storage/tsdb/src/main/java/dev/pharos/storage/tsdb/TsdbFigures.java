package dev.pharos.storage.tsdb;

import dev.pharos.storage.tsdb.wal.CheckpointFigures;
import dev.pharos.storage.tsdb.wal.LogFigures;
import java.util.concurrent.atomic.LongAdder;

/** Counts what happens to the logs. Safe for use by several threads. */
final class TsdbFigures {

  /** How the folder was found. */
  enum Start {
    /** Nobody had left it without giving it free. */
    CLEAN(1),
    /** Whoever had it before was killed. */
    AFTER_KILL(0),
    /** Nobody looked, as the folder is not locked. */
    NOT_LOCKED(-1);

    /** As the original tells it. */
    final int code;

    Start(int code) {
      this.code = code;
    }
  }

  final LongAdder corruptions = new LongAdder();
  final LongAdder chunkCorruptions = new LongAdder();
  final LongAdder truncationFailures = new LongAdder();
  final LogFigures log = new LogFigures();
  final LogFigures lateLog = new LogFigures();
  final CheckpointFigures checkpoints = new CheckpointFigures();
  volatile long replayNanos;
  volatile Start start = Start.NOT_LOCKED;
}

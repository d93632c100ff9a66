package dev.pharos.storage.tsdb.wal;

import dev.pharos.client.Summary;
import java.util.concurrent.atomic.LongAdder;

/** Counts what happens to checkpoints of a log. Safe for use by several threads. */
public final class CheckpointFigures {

  /** Checkpoints that were begun. */
  public final LongAdder creations = new LongAdder();

  public final LongAdder creationFailures = new LongAdder();

  /** Times that checkpoints of before were to be deleted. */
  public final LongAdder deletions = new LongAdder();

  public final LongAdder deletionFailures = new LongAdder();

  /** How long it took to put a checkpoint in the place of segments. */
  public final Summary seconds =
      Summary.builder()
          .name("prometheus_tsdb_wal_truncate_duration_seconds")
          .help("Time to put a checkpoint in the place of segments of the log.")
          .build();
}

package dev.pharos.storage.tsdb.head;

import dev.pharos.client.Histogram;
import dev.pharos.client.Summary;
import dev.pharos.storage.api.SampleBatch.Outcome;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** Counts what happens in the head. Safe for use by several threads. */
public final class HeadFigures {

  public final LongAdder valuesAppended = new LongAdder();
  public final LongAdder histogramsAppended = new LongAdder();
  public final LongAdder exemplarsAppended = new LongAdder();

  /** Exemplars refused for being older than the latest of their series. */
  public final LongAdder exemplarsOutOfOrder = new LongAdder();

  public final LongAdder outOfOrder = new LongAdder();
  public final LongAdder histogramsOutOfOrder = new LongAdder();
  public final LongAdder outOfBounds = new LongAdder();
  public final LongAdder tooOld = new LongAdder();
  public final LongAdder lateValuesAppended = new LongAdder();
  public final LongAdder lateHistogramsAppended = new LongAdder();
  public final LongAdder duplicates = new LongAdder();
  public final LongAdder seriesCreated = new LongAdder();
  public final LongAdder seriesRemoved = new LongAdder();
  public final LongAdder seriesNotFound = new LongAdder();
  public final LongAdder chunksCreated = new LongAdder();
  public final LongAdder chunksRemoved = new LongAdder();

  /** Full chunks that were written to files. */
  public final LongAdder chunksMapped = new LongAdder();

  public final LongAdder truncations = new LongAdder();
  public final AtomicInteger openBatches = new AtomicInteger();

  /** How far samples were behind the latest of all, in seconds, when they were late. */
  public final Histogram lateBy =
      Histogram.builder()
          .name("prometheus_tsdb_sample_ooo_delta")
          .help("How far samples out of order were behind the latest, taken or not.")
          .classicUpperBounds(600, 1800, 3600, 7200, 10800, 21600, 43200)
          .build();

  /** How long it took to forget what is old. */
  public final Summary truncating =
      Summary.builder()
          .name("prometheus_tsdb_head_gc_duration_seconds")
          .help("Time to forget old samples.")
          .build();

  HeadFigures() {}

  /**
   * Counts a sample that was not taken.
   *
   * @param lateOnesTaken whether there is a window for late samples
   */
  void refused(Outcome outcome, boolean isHistogram, boolean lateOnesTaken) {
    switch (outcome) {
      case OUT_OF_ORDER -> (isHistogram ? histogramsOutOfOrder : outOfOrder).increment();
      case TOO_OLD -> (lateOnesTaken ? tooOld : outOfBounds).increment();
      case DUPLICATE -> duplicates.increment();
      case ACCEPTED, SAME_AGAIN, UNKNOWN_SERIES -> {}
    }
  }
}

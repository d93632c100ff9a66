package dev.pharos.storage.tsdb.head;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** Counts what happens in the head. Safe for use by several threads. */
public final class HeadFigures {

  public final LongAdder valuesAppended = new LongAdder();
  public final LongAdder histogramsAppended = new LongAdder();
  public final LongAdder exemplarsAppended = new LongAdder();
  public final LongAdder outOfOrder = new LongAdder();
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
  public final LongAdder truncations = new LongAdder();
  public final AtomicInteger openBatches = new AtomicInteger();

  HeadFigures() {}
}

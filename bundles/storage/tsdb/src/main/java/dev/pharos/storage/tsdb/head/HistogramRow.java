package dev.pharos.storage.tsdb.head;

import dev.pharos.model.NativeHistogram;
import dev.pharos.storage.tsdb.chunk.HistogramEncoder;

/**
 * The open chunk of a row of histograms: an object, as such rows are few and each holds what a
 * hundred rows of floats would.
 */
final class HistogramRow {

  /** Bytes that a chunk should have. */
  private static final int TARGET_BYTES = 1024;

  /** Samples that a chunk has at least, however large they are. */
  private static final int LEAST_SAMPLES = 10;

  private HistogramEncoder open;
  private NativeHistogram last;
  private final long rangeEnd;
  private long end;
  private boolean predicted;

  HistogramRow(HistogramEncoder open, NativeHistogram last, long rangeEnd) {
    this.open = open;
    this.last = last;
    this.rangeEnd = rangeEnd;
    this.end = rangeEnd;
  }

  HistogramEncoder open() {
    return open;
  }

  /** The histogram that was appended last. */
  NativeHistogram last() {
    return last;
  }

  /** Whether a histogram at an instant begins a chunk of its own. */
  boolean isFull(long timestampMillis) {
    int size = open.size();
    if (!predicted && size >= TARGET_BYTES / 4) {
      predicted = true;
      double parts = (double) TARGET_BYTES / size;
      double whole =
          (end - open.firstMillis()) / ((open.lastMillis() - open.firstMillis() + 1) * parts);
      if (whole > 1) {
        end = open.firstMillis() + (long) ((end - open.firstMillis()) / Math.floor(whole));
      }
    }
    boolean wanted = timestampMillis >= end || size >= 2 * TARGET_BYTES;
    return wanted && (open.count() >= LEAST_SAMPLES || timestampMillis >= rangeEnd);
  }

  /** Adds a histogram; false if it does not go into this chunk. */
  boolean append(long timestampMillis, NativeHistogram histogram) {
    boolean fits = open.append(timestampMillis, histogram);
    if (fits) {
      last = histogram;
    }
    return fits;
  }
}

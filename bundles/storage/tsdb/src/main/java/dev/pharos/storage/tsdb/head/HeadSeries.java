package dev.pharos.storage.tsdb.head;

import dev.pharos.model.Labels;
import dev.pharos.model.NativeHistogram;
import dev.pharos.storage.api.Histograms;
import dev.pharos.storage.api.SampleBatch.Outcome;
import dev.pharos.storage.tsdb.chunk.Chunk;
import dev.pharos.storage.tsdb.chunk.ChunkReader;
import dev.pharos.storage.tsdb.chunk.ChunkWriter;
import dev.pharos.storage.tsdb.chunk.HistogramWriter;
import dev.pharos.storage.tsdb.chunk.XorWriter;
import dev.pharos.storage.tsdb.series.Intervals;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One series: its labels, its full chunks and the one being filled.
 *
 * <p>Written by the thread that holds the head's commit lock; read by others through {@link
 * #capture}, whose answer they keep only if no commit came in between.
 */
final class HeadSeries {

  /** Chunks end where blocks will, so that none has to be split when blocks are cut. */
  private static final long BLOCK_MILLIS = 2 * 60 * 60 * 1000L;

  private static final Chunk[] NO_CHUNKS = {};

  final long reference;
  final Labels labels;

  /** Whether the log tells of the series; only the committing thread asks. */
  boolean logged;

  /** Whether the index has let go of the series. */
  volatile boolean removed;

  private Chunk[] full = NO_CHUNKS;
  private int fullCount;
  private @Nullable ChunkWriter open;
  private boolean written;
  private long lastMillis;
  private long lastBits;
  private @Nullable NativeHistogram lastHistogram;
  private long @Nullable [] deleted;

  HeadSeries(long reference, Labels labels) {
    this.reference = reference;
    this.labels = labels;
  }

  boolean isWritten() {
    return written;
  }

  long lastMillis() {
    return lastMillis;
  }

  /** What would become of a sample, as far as this series alone can tell. */
  Outcome judge(long timestampMillis, double value, @Nullable NativeHistogram histogram) {
    if (!written || timestampMillis > lastMillis) {
      return Outcome.ACCEPTED;
    }
    if (timestampMillis < lastMillis) {
      return Outcome.OUT_OF_ORDER;
    }
    return same(Double.longBitsToDouble(lastBits), lastHistogram, value, histogram)
        ? Outcome.SAME_AGAIN
        : Outcome.DUPLICATE;
  }

  static boolean same(
      double oneValue,
      @Nullable NativeHistogram oneHistogram,
      double otherValue,
      @Nullable NativeHistogram otherHistogram) {
    return Double.doubleToRawLongBits(oneValue) == Double.doubleToRawLongBits(otherValue)
        && Histograms.same(oneHistogram, otherHistogram);
  }

  /** Adds a sample that comes after all others; tells how many chunks were begun, 0 or 1. */
  int append(long timestampMillis, double value, @Nullable NativeHistogram histogram) {
    int begun = 0;
    ChunkWriter writer = open;
    if (writer == null || isFull(writer, timestampMillis, histogram != null)) {
      seal();
      writer = histogram == null ? new XorWriter() : new HistogramWriter();
      begun = 1;
    }
    switch (writer) {
      case XorWriter values -> values.append(timestampMillis, value);
      case HistogramWriter histograms -> {
        if (histogram != null) {
          histograms.append(timestampMillis, histogram);
        }
      }
    }
    open = writer;
    written = true;
    lastMillis = timestampMillis;
    lastBits = Double.doubleToRawLongBits(value);
    lastHistogram = histogram;
    return begun;
  }

  private static boolean isFull(ChunkWriter writer, long timestampMillis, boolean histogram) {
    return writer.count() == Chunk.MAX_SAMPLES
        || writer instanceof HistogramWriter != histogram
        || Math.floorDiv(timestampMillis, BLOCK_MILLIS)
            != Math.floorDiv(writer.firstMillis(), BLOCK_MILLIS);
  }

  private void seal() {
    ChunkWriter writer = open;
    if (writer != null) {
      add(writer.seal());
      open = null;
    }
  }

  private void add(Chunk chunk) {
    if (fullCount == full.length) {
      full = Arrays.copyOf(full, Math.max(4, fullCount + fullCount / 2));
    }
    full[fullCount] = chunk;
    fullCount++;
  }

  /** Drops chunks that end before an instant; tells how many. */
  int dropBefore(long oldestMillis) {
    int before = fullCount;
    int from = 0;
    while (from < fullCount && full[from].maxMillis() < oldestMillis) {
      from++;
    }
    if (from > 0) {
      full = from == fullCount ? NO_CHUNKS : Arrays.copyOfRange(full, from, fullCount);
      fullCount -= from;
    }
    int dropped = before - fullCount;
    if (fullCount == 0 && open != null && lastMillis < oldestMillis) {
      open = null;
      dropped++;
    }
    return dropped;
  }

  boolean isEmpty() {
    return fullCount == 0 && open == null;
  }

  int chunks() {
    return fullCount + (open == null ? 0 : 1);
  }

  /** Timestamp of the first sample; only if there is one. */
  long firstMillis() {
    ChunkWriter writer = open;
    return fullCount > 0 || writer == null ? full[0].minMillis() : writer.firstMillis();
  }

  /** Hides the samples from one instant to another, both included; false if there are none. */
  boolean delete(long firstMillis, long lastMillis) {
    if (isEmpty() || lastMillis < firstMillis() || firstMillis > this.lastMillis) {
      return false;
    }
    deleted = Intervals.add(deleted, firstMillis, Math.min(lastMillis, this.lastMillis));
    return true;
  }

  boolean hasDeleted() {
    return deleted != null;
  }

  /** Packs the samples that are not deleted anew; tells by how many chunks there are more. */
  int cleanDeleted() {
    int before = chunks();
    long[] gone = deleted;
    HeadSeries clean = new HeadSeries(reference, labels);
    for (int i = 0; i < fullCount; i++) {
      copy(full[i], gone, clean);
    }
    if (open != null) {
      copy(open.view(), gone, clean);
    }
    full = clean.full;
    fullCount = clean.fullCount;
    open = clean.open;
    deleted = null;
    return chunks() - before;
  }

  private static void copy(Chunk chunk, long @Nullable [] gone, HeadSeries to) {
    ChunkReader reader = chunk.reader();
    while (reader.next()) {
      long timestamp = reader.timestampMillis();
      if (!Intervals.contains(gone, timestamp)) {
        switch (reader.kind()) {
          case VALUE -> to.append(timestamp, reader.value(), null);
          case HISTOGRAM -> to.append(timestamp, 0, reader.histogram());
          case END -> throw new AssertionError("a sample that is the end");
        }
      }
    }
  }

  /** What a reader needs, as it is now. */
  SeriesCapture capture() {
    ChunkWriter writer = open;
    return new SeriesCapture(
        labels, full, fullCount, writer == null ? null : writer.view(), deleted);
  }
}

package dev.pharos.storage.tsdb.head;

import dev.pharos.model.NativeHistogram;
import java.io.IOException;
import java.lang.System.Logger.Level;

/**
 * Fills rows at the start: first come the full chunks on the disk, then what the log tells. On one
 * thread, before anybody reads.
 *
 * <p>The log tells again what chunks hold. A sample that is not behind the last one of its row is
 * passed over, and so is one that was refused when it was written.
 */
final class Loading {

  private static final System.Logger LOG = System.getLogger(Loading.class.getName());

  /** Full chunks that may wait to be written. */
  private static final int MOST_WAITING = 1024;

  private final SeriesIndex index;
  private final HeadRows rows;
  private final Chains chains;
  private final RowWriter writer;
  private final HeadFigures figures;
  private final MappedChunks mapped;
  private final MappedChunks mappedLate;

  // What was loaded since it was told last.
  private long earliest = Long.MAX_VALUE;
  private long latest = Long.MIN_VALUE;
  private int valueCount;
  private int histogramCount;

  /** Rows whose first chunks were missing on the disk. */
  private int incomplete;

  Loading(SeriesIndex index, HeadRows rows, Chains chains, RowWriter writer, HeadFigures figures) {
    this.index = index;
    this.rows = rows;
    this.chains = chains;
    this.writer = writer;
    this.figures = figures;
    this.mapped = new MappedChunks(chains, true);
    this.mappedLate = new MappedChunks(chains, false);
  }

  /** Finds the chunks on the disk; tells how many damages there were. */
  int findChunks() throws IOException {
    long oldest = rows.floorMillis();
    return rows.fullChunks()
        .iterate(
            chunk -> {
              index.noteReference(chunk.seriesReference());
              boolean taken =
                  chunk.outOfOrder()
                      ? mappedLate.add(chunk)
                      : chunk.maxMillis() >= oldest && mapped.add(chunk);
              if (taken) {
                figures.chunksCreated.increment();
              }
            });
  }

  /**
   * Gives a row the chunks that were found under one of its references.
   *
   * @param told the reference that the log and the chunks have
   * @param reference the one that the row has
   */
  void series(long told, long reference) {
    Page page = index.page(reference);
    if (page == null) {
      return;
    }
    int row = (int) reference & Page.ROW_MASK;
    int late = mappedLate.take(told);
    if (late != Chains.NONE) {
      rows.late().load(page, row, late);
    }
    int chain = mapped.take(told);
    if (chain != Chains.NONE) {
      inOrder(page, row, chain);
    }
  }

  /**
   * Takes a chain into the one of a row. A row that was forgotten and made again has had two
   * references; after a restart its chunks have the first one again, so either may be later.
   */
  private void inOrder(Page page, int row, int chain) {
    int at = page.place(row);
    writer.seal(page, row, at);
    int latest = merge(page.chains[at], chain);
    int kept = latest;
    int first = latest;
    for (int chunk = chains.before(latest); chunk != Chains.NONE; chunk = chains.before(chunk)) {
      if (chains.maxMillis(chunk) >= chains.minMillis(first)) {
        kept = chunk; // What is later does not follow; the log has it.
      }
      first = chunk;
    }
    while (latest != kept) {
      int before = chains.before(latest);
      writer.drop(latest);
      latest = before;
    }
    page.chains[at] = kept;
    page.lastMillis[at] = chains.maxMillis(kept);
    page.lastBits[at] = 0;
    page.set(at, Page.WRITTEN);
    saw(chains.minMillis(first), chains.maxMillis(kept));
    publish();
  }

  /** Makes one chain of two, the latest chunk first. */
  private int merge(int one, int other) {
    int left = one;
    int right = other;
    int latest = Chains.NONE;
    int end = Chains.NONE;
    while (left != Chains.NONE || right != Chains.NONE) {
      boolean takeLeft =
          right == Chains.NONE
              || (left != Chains.NONE && chains.minMillis(left) > chains.minMillis(right));
      int taken = takeLeft ? left : right;
      if (takeLeft) {
        left = chains.before(left);
      } else {
        right = chains.before(right);
      }
      if (end == Chains.NONE) {
        latest = taken;
      } else {
        chains.link(end, taken);
      }
      end = taken;
    }
    return latest;
  }

  private void drop(int chain) {
    int chunk = chain;
    while (chunk != Chains.NONE) {
      int before = chains.before(chunk);
      writer.drop(chunk);
      chunk = before;
    }
  }

  /** A reference is that of two series, so nobody knows whose the chunks are. */
  void ambiguous(long reference) {
    Page page = index.page(reference);
    if (page != null) {
      int at = page.place((int) reference & Page.ROW_MASK);
      drop(page.chains[at]);
      page.chains[at] = Chains.NONE;
    }
  }

  /**
   * Adds samples from one place on as long as they are of series that a page has: what was written
   * together is of one.
   *
   * @return where the first other one is
   */
  int values(
      Page page, long[] references, long[] timestampsMillis, double[] values, int from, int to) {
    for (int i = from; i < to; i++) {
      long reference = references[i];
      int row = (int) reference & Page.ROW_MASK;
      if (reference >>> Page.ROW_BITS != page.number || !page.living.has(row)) {
        return i;
      }
      value(page, row, timestampsMillis[i], values[i]);
    }
    return to;
  }

  void value(Page page, int row, long timestampMillis, double value) {
    int at = page.place(row);
    if (isNew(page, at, timestampMillis) || lacksChunks(page, at, timestampMillis)) {
      writer.append(page, row, at, timestampMillis, Double.doubleToRawLongBits(value));
      saw(timestampMillis, timestampMillis);
      valueCount++;
    } else if (timestampMillis == page.lastMillis[at] && !page.hasOpen(at)) {
      page.lastBits[at] = Double.doubleToRawLongBits(value);
    }
  }

  void histogram(Page page, int row, long timestampMillis, NativeHistogram histogram) {
    int at = page.place(row);
    if (isNew(page, at, timestampMillis) || lacksChunks(page, at, timestampMillis)) {
      writer.append(page, row, at, timestampMillis, histogram);
      saw(timestampMillis, timestampMillis);
      histogramCount++;
      publish();
    }
  }

  private boolean isNew(Page page, int at, long timestampMillis) {
    return (timestampMillis > page.lastMillis[at] || !page.has(at, Page.WRITTEN))
        && timestampMillis >= rows.floorMillis();
  }

  /**
   * Whether a sample that is not new shows that the first chunks of a row are missing on the disk:
   * it is the first that the log has of the row, and lies before its first chunk. Then the log has
   * all samples of the row, and the chunks are dropped.
   */
  private boolean lacksChunks(Page page, int at, long timestampMillis) {
    if (page.has(at, Page.TOLD)) {
      return false;
    }
    if (page.hasOpen(at) || timestampMillis < rows.floorMillis()) {
      return false;
    }
    page.set(at, Page.TOLD);
    int first = page.chains[at];
    if (first == Chains.NONE) {
      return false;
    }
    while (chains.before(first) != Chains.NONE) {
      first = chains.before(first);
    }
    if (timestampMillis >= chains.minMillis(first)) {
      return false;
    }
    drop(page.chains[at]);
    page.chains[at] = Chains.NONE;
    page.clear(at, Page.WRITTEN);
    incomplete++;
    return true;
  }

  private void saw(long first, long last) {
    earliest = Math.min(earliest, first);
    latest = Math.max(latest, last);
  }

  /** Tells the head what has been loaded. */
  void publish() {
    if (latest > Long.MIN_VALUE) {
      rows.saw(earliest, latest);
      earliest = Long.MAX_VALUE;
      latest = Long.MIN_VALUE;
    }
    figures.valuesAppended.add(valueCount);
    figures.histogramsAppended.add(histogramCount);
    valueCount = 0;
    histogramCount = 0;
    if (writer.fullCount() > MOST_WAITING) {
      rows.writeFull();
    }
  }

  /** All has been told. */
  void end(boolean lateLogWhole) {
    int left = mapped.drop() + mappedLate.drop();
    rows.late().loaded(lateLogWhole);
    figures.chunksRemoved.add(left);
    if (left > 0) {
      LOG.log(
          Level.INFO,
          "{0} chunks on the disk are of series that the log does not tell of any more; they are"
              + " left out, and their files are deleted with time",
          left);
    }
    if (incomplete > 0) {
      LOG.log(
          Level.WARNING,
          "The first chunks of {0} series are missing in chunks_head; all samples of these series"
              + " were taken from the log",
          incomplete);
    }
    rows.writeFull();
  }
}

package dev.pharos.storage.tsdb.head;

import dev.pharos.identity.api.Access;
import dev.pharos.model.NativeHistogram;
import dev.pharos.model.TimeRange;
import dev.pharos.storage.api.Histograms;
import dev.pharos.storage.api.SampleBatch.Outcome;
import dev.pharos.storage.tsdb.chunk.Encoding;
import dev.pharos.storage.tsdb.chunk.HistogramEncoder;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.StampedLock;
import org.jspecify.annotations.Nullable;

/**
 * The samples of all rows: what may be added, how it becomes visible, what a selection sees, and
 * how the old goes.
 */
final class HeadRows {

  private static final System.Logger LOG = System.getLogger(HeadRows.class.getName());
  private static final int CHECK_EVERY = 4096;
  private static final int PAGES_AT_ONCE = 8;

  private final StampedLock visibility;
  private final SeriesIndex index;
  private final HeadFigures figures;
  private final Chains chains = new Chains();
  private final RowWriter writer;
  private final Era readers = new Era();
  private final Deletions deletions;

  private final FullChunks fullChunks;
  private final LateRows late;
  private final Loading loading;
  private boolean writingFails;

  /** How often a batch brought series that had no sample before. */
  private volatile long births;

  private volatile long minMillis = Long.MAX_VALUE;
  private volatile long maxMillis = Long.MIN_VALUE;

  /** Samples before this are refused: they are in blocks, or about to be. */
  private volatile long floorMillis = Long.MIN_VALUE;

  /** The earliest sample since this was asked last that came when much later ones were there. */
  private volatile long backfilledMillis = Long.MAX_VALUE;

  HeadRows(
      StampedLock visibility,
      SeriesIndex index,
      HeadFigures figures,
      FullChunks fullChunks,
      long blockMillis) {
    this.visibility = visibility;
    this.index = index;
    this.figures = figures;
    this.fullChunks = fullChunks;
    this.writer = new RowWriter(chains, figures, blockMillis);
    this.deletions = new Deletions(visibility, index, chains, writer, figures);
    this.late = new LateRows(index, chains, writer, figures);
    this.loading = new Loading(index, this, chains, writer, figures);
  }

  Chains chains() {
    return chains;
  }

  FullChunks fullChunks() {
    return fullChunks;
  }

  /** What is hidden. */
  Deletions deletions() {
    return deletions;
  }

  /** Samples that came out of order. */
  LateRows late() {
    return late;
  }

  /** Selections that are open. */
  Era readers() {
    return readers;
  }

  long births() {
    return births;
  }

  long minMillis() {
    return minMillis;
  }

  long maxMillis() {
    return maxMillis;
  }

  // Judging

  /** The earliest instant that a sample may have. */
  long floorMillis() {
    return floorMillis;
  }

  /** Refuses samples before an instant; under the commit lock. */
  void raiseFloor(long millis) {
    floorMillis = Math.max(floorMillis, millis);
  }

  /**
   * The earliest sample, since this was asked last, that was older by more than {@link
   * Head#BACKFILL} than what was there; {@code Long.MAX_VALUE} if none was. Under the commit lock.
   */
  long takeBackfilled() {
    long earliest = backfilledMillis;
    backfilledMillis = Long.MAX_VALUE;
    return earliest;
  }

  /**
   * What would become of a sample if it were committed now. A batch that is committed at the same
   * time may make that wrong; the commit judges once more.
   */
  Outcome judge(
      Page page, int row, long timestampMillis, double value, @Nullable NativeHistogram histogram) {
    if (timestampMillis < floorMillis) {
      return Outcome.TOO_OLD;
    }
    return judgeInOrder(page, row, page.place(row), timestampMillis, value, histogram);
  }

  private Outcome judgeInOrder(
      Page page,
      int row,
      int at,
      long timestampMillis,
      double value,
      @Nullable NativeHistogram histogram) {
    long last = page.lastMillis[at];
    if (timestampMillis > last || !page.has(at, Page.WRITTEN)) {
      return Outcome.ACCEPTED;
    }
    if (timestampMillis < last) {
      return Outcome.OUT_OF_ORDER;
    }
    NativeHistogram lastHistogram = page.has(at, Page.HISTOGRAM) ? lastHistogram(page, row) : null;
    return same(Double.longBitsToDouble(page.lastBits[at]), lastHistogram, value, histogram)
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

  void refused(Outcome outcome, @Nullable NativeHistogram histogram) {
    figures.refused(outcome, histogram != null, late.isOpen());
  }

  /** The latest histogram of a row whose open chunk is of histograms; under the visibility lock. */
  @Nullable NativeHistogram lastHistogram(Page page, int row) {
    HistogramRow histograms = writer.histograms(page.reference(row));
    return histograms == null ? null : histograms.last();
  }

  // Adding

  /** Makes samples visible, all at once; under the commit lock. */
  void apply(
      long[] references,
      long[] timestamps,
      double[] values,
      @Nullable NativeHistogram @Nullable [] histograms,
      int size,
      LateBatch lateSamples) {
    long stamp = visibility.writeLock();
    try {
      applyAll(references, timestamps, values, histograms, size);
      applyLate(lateSamples);
    } finally {
      visibility.unlockWrite(stamp);
    }
    writeFull();
  }

  private void applyAll(
      long[] references,
      long[] timestamps,
      double[] values,
      @Nullable NativeHistogram @Nullable [] histograms,
      int size) {
    long latest = maxMillis;
    long floor = floorMillis;
    long lowest = Long.MAX_VALUE;
    int appended = 0;
    int ofHistograms = 0;
    boolean born = false;
    Page page = null;
    for (int i = 0; i < size; i++) {
      long reference = references[i];
      if (page == null || page.number != reference >>> Page.ROW_BITS) {
        page = index.page(reference);
        if (page == null) {
          continue;
        }
      }
      int row = (int) reference & Page.ROW_MASK;
      if (!page.living.has(row)) {
        continue;
      }
      int at = page.place(row);
      long timestamp = timestamps[i];
      if (timestamp < floor) {
        refused(Outcome.TOO_OLD, null);
        continue;
      }
      NativeHistogram histogram = histograms == null ? null : histograms[i];
      if (timestamp <= page.lastMillis[at] && page.has(at, Page.WRITTEN)) {
        Outcome outcome = judgeInOrder(page, row, at, timestamp, values[i], histogram);
        if (outcome != Outcome.OUT_OF_ORDER || !late.isOpen()) {
          refused(outcome, histogram); // Or it is among the late ones.
        }
        continue;
      }
      born |= !page.has(at, Page.WRITTEN);
      if (histogram == null) {
        writer.append(page, row, at, timestamp, Double.doubleToRawLongBits(values[i]));
      } else {
        writer.append(page, row, at, timestamp, histogram);
        ofHistograms++;
      }
      appended++;
      latest = Math.max(latest, timestamp);
      lowest = Math.min(lowest, timestamp);
    }
    noteBackfill(lowest);
    maxMillis = latest;
    minMillis = Math.min(minMillis, lowest);
    if (born) {
      births = births() + 1;
    }
    figures.valuesAppended.add(appended - ofHistograms);
    figures.histogramsAppended.add(ofHistograms);
  }

  private void applyLate(LateBatch samples) {
    for (int i = 0; i < samples.size(); i++) {
      long reference = samples.reference(i);
      Page page = index.page(reference);
      if (page == null) {
        continue;
      }
      int row = (int) reference & Page.ROW_MASK;
      if (!page.has(page.place(row), Page.LATE)) {
        births = births() + 1;
      }
      NativeHistogram histogram = samples.histogram(i);
      boolean added =
          late.insert(
              page, row, samples.timestampMillis(i), samples.value(i), histogram, late.cap());
      if (!added) {
        figures.duplicates.increment();
      } else if (histogram == null) {
        figures.lateValuesAppended.increment();
      } else {
        figures.lateHistogramsAppended.increment();
      }
    }
  }

  /**
   * Finds samples that were in order when they came, and are not any more; under the commit lock.
   */
  void findLate(
      long[] references,
      long[] timestamps,
      double[] values,
      @Nullable NativeHistogram @Nullable [] histograms,
      int size,
      LateBatch into) {
    for (int i = 0; i < size && late.isOpen(); i++) {
      Page page = index.page(references[i]);
      if (page != null) {
        int at = page.place((int) references[i] & Page.ROW_MASK);
        if (timestamps[i] < floorMillis
            || (page.has(at, Page.WRITTEN) && timestamps[i] < page.lastMillis[at])) {
          into.add(
              references[i], timestamps[i], values[i], histograms == null ? null : histograms[i]);
        }
      }
    }
  }

  private void noteBackfill(long lowestMillis) {
    long latest = maxMillis;
    long window = Head.BACKFILL.toMillis();
    if (latest >= Long.MIN_VALUE + window && lowestMillis < latest - window) {
      backfilledMillis = Math.min(backfilledMillis, lowestMillis);
    }
  }

  /** Writes full chunks to where they go; those that cannot be written stay for the next time. */
  void writeFull() {
    int count = writer.fullCount();
    if (count == 0) {
      return;
    }
    if (!fullChunks.takes()) {
      writer.forgetFull(count);
      return;
    }
    long[] references = new long[count];
    int written = 0;
    try {
      for (; written < count; written++) {
        int at = writer.full(written);
        references[written] =
            fullChunks.write(
                writer.fullOf(written),
                chains.minMillis(at),
                chains.maxMillis(at),
                chains.encoding(at),
                Objects.requireNonNull(chains.bytes(at), "a full chunk that is gone"),
                writer.isLate(written));
      }
      writingFails = false;
    } catch (IOException e) {
      if (!writingFails) {
        writingFails = true;
        LOG.log(
            Level.WARNING,
            "Full chunks stay in memory until they can be written: " + e.getMessage(),
            e);
      }
    }
    long stamp = visibility.writeLock();
    try {
      for (int i = 0; i < written; i++) {
        chains.moved(writer.full(i), references[i]);
        if (writer.isLate(i)) {
          late.written(writer.fullOf(i), references[i]);
        }
      }
    } finally {
      visibility.unlockWrite(stamp);
    }
    figures.chunksMapped.add(written);
    writer.forgetFull(written);
  }

  // Loading

  Loading loading() {
    return loading;
  }

  /** There are samples from one instant to another now; on the thread that loads. */
  void saw(long earliest, long latest) {
    // A chunk may reach back over the edge, and what lies before it is in a block.
    minMillis = Math.min(minMillis(), Math.max(earliest, floorMillis));
    maxMillis = Math.max(maxMillis(), latest);
  }

  // Seeing

  /** Adds the chunks of a row to a capture, the latest first; under the visibility lock. */
  @FunctionalInterface
  interface RowCapture {
    void capture(Capture into, Page page, int row, TimeRange range);
  }

  /** Whether a row has samples in a range; under the visibility lock. */
  @FunctionalInterface
  interface RowFilter {
    boolean test(Page page, int row, TimeRange range);
  }

  /** What is there of some series; under the visibility lock. */
  Capture capture(Access access, LongList references, TimeRange range, RowCapture what) {
    Capture capture = new Capture();
    Page page = null;
    for (int i = 0; i < references.size(); i++) {
      if (i % CHECK_EVERY == CHECK_EVERY - 1) {
        access.check();
      }
      long reference = references.get(i);
      int row = (int) reference & Page.ROW_MASK;
      if (page == null || page.number != reference >>> Page.ROW_BITS || !page.living.has(row)) {
        page = index.page(reference);
        if (page == null) {
          continue;
        }
      }
      what.capture(capture, page, row, range);
      int at = page.place(row);
      capture.endSeries(
          reference, page, at, page.has(at, Page.DELETED) ? deletions.of(reference) : null);
    }
    capture.means(index.shapes().all(), index.symbols().texts());
    return capture;
  }

  /** The samples that came in order. */
  void captureInOrder(Capture into, Page page, int row, TimeRange range) {
    int at = page.place(row);
    if (isOutside(page, at, range)) {
      return;
    }
    byte[] open = page.open[at];
    if (page.has(at, Page.HISTOGRAM)) {
      captureHistograms(into, page, row, range);
    } else if (open != null && page.firstOpenMillis(at) < range.endMillis()) {
      into.addOpen(
          open,
          page.bits[at],
          Encoding.XOR,
          page.count(at),
          page.firstOpenMillis(at),
          page.lastMillis[at]);
    }
    for (int chunk = page.chains[at];
        chunk != Chains.NONE && chains.maxMillis(chunk) >= range.startMillis();
        chunk = chains.before(chunk)) {
      if (chains.minMillis(chunk) < range.endMillis()) {
        into.addFull(chains, chunk);
      }
    }
  }

  /** All samples. */
  void captureAll(Capture into, Page page, int row, TimeRange range) {
    captureInOrder(into, page, row, range);
    late.capture(into, page, row, range);
  }

  private void captureHistograms(Capture into, Page page, int row, TimeRange range) {
    HistogramRow histograms = writer.histograms(page.reference(row));
    if (histograms != null && histograms.open().firstMillis() < range.endMillis()) {
      HistogramEncoder open = histograms.open();
      into.addOpen(
          open.bytes(),
          8 * open.size(),
          open.encoding(),
          open.count(),
          open.firstMillis(),
          open.lastMillis());
    }
  }

  /** Whether a row has no sample at or after the start of a range, or none at all. */
  private static boolean isOutside(Page page, int at, TimeRange range) {
    return !page.has(at, Page.WRITTEN)
        || page.lastMillis[at] < range.startMillis()
        || page.isEmpty(at);
  }

  /** Looks at rows while no batch becomes visible. */
  void shared(Runnable look) {
    long stamp = visibility.readLock();
    try {
      look.run();
    } finally {
      visibility.unlockRead(stamp);
    }
  }

  /** Whether a series may have samples in a range. */
  boolean overlaps(long reference, TimeRange range, RowFilter filter) {
    long stamp = visibility.readLock();
    try {
      Page page = index.page(reference);
      return page != null && filter.test(page, (int) reference & Page.ROW_MASK, range);
    } finally {
      visibility.unlockRead(stamp);
    }
  }

  /** Whether a row may have samples in order in a range; under the visibility lock. */
  boolean overlaps(Page page, int row, TimeRange range) {
    int at = page.place(row);
    if (isOutside(page, at, range)) {
      return false;
    }
    if (page.hasOpen(at) && writer.firstOpenMillis(page, row, at) < range.endMillis()) {
      return true;
    }
    for (int chunk = page.chains[at];
        chunk != Chains.NONE && chains.maxMillis(chunk) >= range.startMillis();
        chunk = chains.before(chunk)) {
      if (chains.minMillis(chunk) < range.endMillis()) {
        return true;
      }
    }
    return false;
  }

  // Late samples on their way into blocks; under the commit lock

  boolean tellLate() {
    long stamp = visibility.writeLock();
    boolean any;
    try {
      any = late.tell();
    } finally {
      visibility.unlockWrite(stamp);
    }
    writeFull();
    return any;
  }

  void forgetLate() {
    long stamp = visibility.writeLock();
    try {
      late.forgetTold();
    } finally {
      visibility.unlockWrite(stamp);
    }
  }

  // Forgetting; under the commit lock

  boolean isEmpty(long reference) {
    Page page = index.page(reference);
    if (page == null) {
      return false;
    }
    int at = page.place((int) reference & Page.ROW_MASK);
    return page.isEmpty(at) && !page.has(at, Page.LATE);
  }

  /** Drops chunks that end before an instant; answers the rows of which nothing is left. */
  LongList truncate(long oldestMillis) {
    raiseFloor(oldestMillis);
    List<Page> pages = index.pages().all();
    long[] empty = new long[16];
    int count = 0;
    long earliest = Long.MAX_VALUE;
    for (int from = 0; from < pages.size(); from += PAGES_AT_ONCE) {
      int to = Math.min(pages.size(), from + PAGES_AT_ONCE);
      long stamp = visibility.writeLock();
      try {
        for (Page page : pages.subList(from, to)) {
          for (int row = page.living.next(0); row < Page.ROWS; row = page.living.next(row + 1)) {
            long first = truncate(page, row, oldestMillis);
            earliest = Math.min(earliest, first);
            if (first == Long.MAX_VALUE && page.isOver(page.place(row), oldestMillis)) {
              empty = count == empty.length ? Arrays.copyOf(empty, 2 * count) : empty;
              empty[count++] = page.reference(row);
            }
          }
        }
      } finally {
        visibility.unlockWrite(stamp);
      }
    }
    // A chunk may reach back over the edge, and what lies before it is in a block.
    minMillis = Math.max(earliest, oldestMillis);
    return new LongList(empty, count);
  }

  /** Answers the first instant that is left, or {@code Long.MAX_VALUE}. */
  private long truncate(Page page, int row, long oldestMillis) {
    int at = page.place(row);
    boolean hasOpen = page.hasOpen(at);
    if (hasOpen && page.lastMillis[at] < oldestMillis) {
      writer.dropOpen(page, row, at);
      figures.chunksRemoved.increment();
      hasOpen = false;
    }
    long first = hasOpen ? writer.firstOpenMillis(page, row, at) : Long.MAX_VALUE;
    int kept = Chains.NONE;
    int chunk = page.chains[at];
    while (chunk != Chains.NONE && chains.maxMillis(chunk) >= oldestMillis) {
      first = chains.minMillis(chunk);
      kept = chunk;
      chunk = chains.before(chunk);
    }
    if (chunk != Chains.NONE) {
      writer.dropBehind(page, at, kept, chunk);
    }
    if (first == Long.MAX_VALUE && page.has(at, Page.DELETED) && !page.has(at, Page.LATE)) {
      page.clear(at, Page.DELETED);
      deletions.forget(page.reference(row));
    }
    return first;
  }
}

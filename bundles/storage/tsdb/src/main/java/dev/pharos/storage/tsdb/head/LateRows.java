package dev.pharos.storage.tsdb.head;

import dev.pharos.model.NativeHistogram;
import dev.pharos.model.TimeRange;
import dev.pharos.storage.api.SampleBatch.Outcome;
import dev.pharos.storage.tsdb.chunk.PackedChunk;
import dev.pharos.storage.tsdb.chunkshead.HeadChunks;
import dev.pharos.storage.tsdb.wal.RecordEncoder;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The samples that came out of order, of the rows that have any: few rows, so each is an object.
 *
 * <p>Changed under the head's visibility lock, read under it.
 */
final class LateRows {

  private final SeriesIndex index;
  private final Chains chains;
  private final RowWriter writer;
  private final HeadFigures figures;
  private final Map<Long, LateRow> rows = new ConcurrentHashMap<>();

  private volatile long windowMillis;
  private volatile int cap = 32;
  private volatile long minMillis = Long.MAX_VALUE;
  private volatile long maxMillis = Long.MIN_VALUE;

  /** While the head is filled: chunks that the log has told of, or that were written meanwhile. */
  private @Nullable Set<Long> told = new HashSet<>();

  /** Chunks that went to the disk since the log was told, with their rows; one after the other. */
  private long[] written = new long[0];

  private int writtenCount;

  LateRows(SeriesIndex index, Chains chains, RowWriter writer, HeadFigures figures) {
    this.index = index;
    this.chains = chains;
    this.writer = writer;
    this.figures = figures;
  }

  void window(Duration window) {
    windowMillis = window.toMillis();
  }

  /** Samples that wait before they are packed. */
  void cap(int samples) {
    cap = samples;
  }

  /** Whether late samples are taken at all. */
  boolean isOpen() {
    return windowMillis > 0;
  }

  /** Whether there are any. */
  boolean isEmpty() {
    return rows.isEmpty();
  }

  long minMillis() {
    return minMillis;
  }

  long maxMillis() {
    return maxMillis;
  }

  // Adding

  /** What would become of a sample that its row does not take in order. */
  Outcome judge(
      long latest,
      long reference,
      long timestampMillis,
      double value,
      @Nullable NativeHistogram histogram) {
    long window = windowMillis;
    if (latest >= Long.MIN_VALUE + window && timestampMillis < latest - window) {
      return Outcome.TOO_OLD;
    }
    LateRow row = rows.get(reference);
    if (row == null) {
      return Outcome.ACCEPTED;
    }
    return row.judge(timestampMillis, value, histogram);
  }

  /** Adds a sample; false if its row has one at that instant. */
  boolean insert(
      Page page,
      int row,
      long timestampMillis,
      double value,
      @Nullable NativeHistogram histogram,
      int most) {
    long reference = page.reference(row);
    LateRow late = rows.computeIfAbsent(reference, r -> new LateRow());
    page.set(page.place(row), Page.LATE);
    if (late.size() >= most) {
      seal(reference, late);
    }
    if (!late.insert(timestampMillis, value, histogram)) {
      return false;
    }
    saw(timestampMillis, timestampMillis);
    return true;
  }

  int cap() {
    return cap;
  }

  private void saw(long first, long last) {
    minMillis = Math.min(minMillis(), first);
    maxMillis = Math.max(maxMillis(), last);
  }

  private void seal(long reference, LateRow late) {
    for (PackedChunk chunk : late.packed()) {
      late.chain =
          chains.push(
              late.chain,
              chunk.minMillis(),
              chunk.maxMillis(),
              chunk.samples(),
              chunk.encoding(),
              Arrays.copyOf(chunk.bytes(), chunk.length()));
      writer.awaitLate(late.chain, reference);
      figures.chunksCreated.increment();
    }
    late.clear();
  }

  // What the log is told

  /** A chunk is on the disk now. */
  void written(long reference, long chunk) {
    if (writtenCount + 2 > written.length) {
      written = Arrays.copyOf(written, Math.max(16, 2 * written.length));
    }
    noteTold(chunk);
    written[writtenCount] = reference;
    written[writtenCount + 1] = chunk;
    writtenCount += 2;
  }

  /**
   * Tells the log which chunks are on the disk, and again what has come since they were made; under
   * the commit lock. Those that are on their way into blocks are not told: a start takes no chunk
   * that the log does not tell of, and then they are not there again. Before that, the log has
   * their samples.
   */
  void tellWritten(RecordEncoder log) {
    for (int i = 0; i < writtenCount; i += 2) {
      if (isKept(rows.get(written[i]), written[i + 1])) {
        log.mapped(written[i], written[i + 1]);
      }
    }
    for (int i = 0; i < writtenCount; i += 2) {
      LateRow row = rows.get(written[i]);
      for (int k = 0; row != null && k < row.size(); k++) {
        NativeHistogram histogram = row.histogram(k);
        if (histogram == null) {
          log.sample(written[i], 0, row.timestampMillis(k), row.value(k));
        } else {
          log.histogram(written[i], 0, row.timestampMillis(k), histogram);
        }
      }
    }
    writtenCount = 0;
  }

  private boolean isKept(@Nullable LateRow row, long reference) {
    if (row != null) {
      for (int c = row.chain; c != Chains.NONE && c != row.told; c = chains.before(c)) {
        if (chains.bytes(c) == null && chains.reference(c) == reference) {
          return true;
        }
      }
    }
    return false;
  }

  // At the start

  /** Gives a row chunks that were found on the disk. */
  void load(Page page, int row, int chain) {
    LateRow late = rows.computeIfAbsent(page.reference(row), r -> new LateRow());
    page.set(page.place(row), Page.LATE);
    int first = chain;
    for (int chunk = chain; chunk != Chains.NONE; chunk = chains.before(chunk)) {
      saw(chains.minMillis(chunk), chains.maxMillis(chunk));
      first = chunk;
    }
    chains.link(first, late.chain);
    late.chain = chain;
  }

  /** Where a chunk of a row is in the chains that was found on the disk, or NONE. */
  int onDisk(long reference, long chunkReference) {
    LateRow row = rows.get(reference);
    for (int c = row == null ? Chains.NONE : row.chain; c != Chains.NONE; c = chains.before(c)) {
      if (chains.bytes(c) == null && chains.reference(c) == chunkReference) {
        return c;
      }
    }
    return Chains.NONE;
  }

  /**
   * A chunk on the disk holds samples of those that a row was told so far. Others may be in chunks
   * that the log does not tell of, or that were not found, so they stay.
   *
   * @param instants those of the samples in the chunk, ascending
   */
  void mapped(long reference, int chunk, long[] instants) {
    LateRow row = rows.get(reference);
    if (row != null) {
      noteTold(chains.reference(chunk));
      row.remove(instants);
    }
  }

  /**
   * All has been told: packs what may not wait, and drops the chunks on the disk that the log has
   * not told of, as their samples went into blocks or stand in the log.
   *
   * @param whole whether the log was; else the chunks are kept, as they may be all there is
   */
  void loaded(boolean whole) {
    Set<Long> onDisk = Objects.requireNonNull(told, "the head is filled once");
    told = null;
    for (Map.Entry<Long, LateRow> entry : List.copyOf(rows.entrySet())) {
      long reference = entry.getKey();
      LateRow row = entry.getValue();
      int kept = Chains.NONE;
      int chunk = row.chain;
      while (chunk != Chains.NONE) {
        int before = chains.before(chunk);
        boolean known = chains.bytes(chunk) != null || onDisk.contains(chains.reference(chunk));
        if (known || !whole) {
          if (!known) {
            written(reference, chains.reference(chunk));
          }
          kept = chunk;
        } else {
          if (kept == Chains.NONE) {
            row.chain = before;
          } else {
            chains.link(kept, before);
          }
          writer.drop(chunk);
        }
        chunk = before;
      }
      if (row.size() > cap) {
        seal(reference, row);
      }
      removeIfEmpty(reference, row);
    }
    lookForBounds();
  }

  private void noteTold(long chunk) {
    Set<Long> onDisk = told;
    if (onDisk != null) {
      onDisk.add(chunk);
    }
  }

  /** Whether chunks are on the disk that the log has not been told of. */
  boolean hasUntold() {
    return writtenCount > 0;
  }

  // Seeing

  /** What is there of a row. */
  void capture(Capture into, Page page, int row, TimeRange range) {
    LateRow late = row(page, row);
    if (late != null) {
      captureOpen(into, late, range);
      captureChain(into, late.chain, range);
      into.sortChunks();
    }
  }

  /** What of a row was told to go into blocks. */
  void captureTold(Capture into, Page page, int row, TimeRange range) {
    LateRow late = row(page, row);
    if (late != null) {
      captureChain(into, late.told, range);
      into.sortChunks();
    }
  }

  private @Nullable LateRow row(Page page, int row) {
    return page.has(page.place(row), Page.LATE) ? rows.get(page.reference(row)) : null;
  }

  private void captureOpen(Capture into, LateRow late, TimeRange range) {
    for (PackedChunk chunk : late.packed()) {
      if (chunk.maxMillis() >= range.startMillis() && chunk.minMillis() < range.endMillis()) {
        into.addOpen(
            chunk.bytes(),
            8 * chunk.length(),
            chunk.encoding(),
            chunk.samples(),
            chunk.minMillis(),
            chunk.maxMillis());
      }
    }
  }

  private void captureChain(Capture into, int chain, TimeRange range) {
    for (int chunk = chain; chunk != Chains.NONE; chunk = chains.before(chunk)) {
      if (isIn(chunk, range)) {
        into.addFull(chains, chunk);
      }
    }
  }

  private boolean isIn(int chunk, TimeRange range) {
    return chains.maxMillis(chunk) >= range.startMillis()
        && chains.minMillis(chunk) < range.endMillis();
  }

  /** Whether a row may have late samples in a range. */
  boolean overlaps(Page page, int row, TimeRange range) {
    LateRow late = row(page, row);
    if (late == null) {
      return false;
    }
    if (late.size() > 0
        && late.lastMillis() >= range.startMillis()
        && late.firstMillis() < range.endMillis()) {
      return true;
    }
    for (int chunk = late.chain; chunk != Chains.NONE; chunk = chains.before(chunk)) {
      if (isIn(chunk, range)) {
        return true;
      }
    }
    return false;
  }

  // Going into blocks

  /** Packs all that is there and marks it as told; false if there is nothing. */
  boolean tell() {
    rows.forEach(
        (reference, row) -> {
          seal(reference, row);
          row.told = row.chain;
        });
    return !rows.isEmpty();
  }

  /** Forgets what was told. */
  void forgetTold() {
    for (Map.Entry<Long, LateRow> entry : List.copyOf(rows.entrySet())) {
      forgetTold(entry.getKey(), entry.getValue());
    }
    lookForBounds();
  }

  private void lookForBounds() {
    minMillis = Long.MAX_VALUE;
    maxMillis = Long.MIN_VALUE;
    for (LateRow row : rows.values()) {
      if (row.size() > 0) {
        saw(row.firstMillis(), row.lastMillis());
      }
      for (int chunk = row.chain; chunk != Chains.NONE; chunk = chains.before(chunk)) {
        saw(chains.minMillis(chunk), chains.maxMillis(chunk));
      }
    }
  }

  private void forgetTold(long reference, LateRow row) {
    int behind = Chains.NONE;
    for (int chunk = row.chain; chunk != row.told; chunk = chains.before(chunk)) {
      behind = chunk;
    }
    int gone = row.told;
    row.told = Chains.NONE;
    if (behind == Chains.NONE) {
      row.chain = Chains.NONE;
    } else {
      chains.cut(behind);
    }
    while (gone != Chains.NONE) {
      int before = chains.before(gone);
      writer.drop(gone);
      gone = before;
    }
    removeIfEmpty(reference, row);
  }

  private void removeIfEmpty(long reference, LateRow row) {
    if (row.isEmpty()) {
      rows.remove(reference);
      Page page = index.page(reference);
      if (page != null) {
        page.clear(page.place((int) reference & Page.ROW_MASK), Page.LATE);
      }
    }
  }

  /** The first file that a chunk is needed of; {@link Integer#MAX_VALUE} if none is. */
  int firstFile() {
    return rows.values().stream()
        .map(row -> firstFile(row.chain))
        .min(Comparator.naturalOrder())
        .orElse(Integer.MAX_VALUE);
  }

  private int firstFile(int chain) {
    int first = Integer.MAX_VALUE;
    for (int chunk = chain; chunk != Chains.NONE; chunk = chains.before(chunk)) {
      if (chains.bytes(chunk) == null) {
        first = Math.min(first, HeadChunks.file(chains.reference(chunk)));
      }
    }
    return first;
  }
}

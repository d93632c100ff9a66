package dev.pharos.storage.tsdb.head;

import dev.pharos.model.NativeHistogram;
import dev.pharos.storage.tsdb.chunk.Encoding;
import dev.pharos.storage.tsdb.chunk.HistogramEncoder;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Adds samples to rows and cuts their chunks, by the rules of the original: a chunk should have 120
 * samples and ends, at the latest, where blocks do. When a quarter is there it is foreseen when the
 * rest will be, and the time until the end of the block is divided evenly.
 *
 * <p>Only under the visibility lock.
 */
final class RowWriter {

  private static final int SAMPLES = 120;
  private static final int MOST_SAMPLES = 220;

  /** A kibibyte with room for one more sample. */
  private static final int MOST_BYTES = 1024 - 19;

  private final Chains chains;
  private final HeadFigures figures;

  /** Chunks end where blocks will, so that none has to be split when blocks are cut. */
  private final long blockMillis;

  /** Of rows whose open chunk is of histograms, by reference. */
  private final Map<Long, HistogramRow> histograms = new ConcurrentHashMap<>();

  /** Chunks that are full and not on disk, with the references of their series, or complements. */
  private int[] full = new int[64];

  private long[] fullOf = new long[64];
  private int fullCount;

  RowWriter(Chains chains, HeadFigures figures, long blockMillis) {
    this.chains = chains;
    this.figures = figures;
    this.blockMillis = blockMillis;
  }

  /** The open histograms of a row; null if it has none. */
  @Nullable HistogramRow histograms(long reference) {
    return histograms.get(reference);
  }

  /** Adds a value that comes after all others of its row. */
  void append(Page page, int row, int at, long timestampMillis, long valueBits) {
    int count = page.count(at);
    if (count == 0) {
      if (page.has(at, Page.HISTOGRAM)) {
        seal(page, row, at);
      }
      begin(page, at, timestampMillis, valueBits);
      return;
    }
    if (count == SAMPLES / 4) {
      page.ends[at] = foreseen(page.ends[at], page.spans[at]);
    }
    if (timestampMillis - page.firstOpenMillis(at) >= page.ends[at]
        || count >= MOST_SAMPLES
        || OpenChunk.length(page, at) > MOST_BYTES) {
      seal(page, row, at);
      begin(page, at, timestampMillis, valueBits);
    } else {
      OpenChunk.add(page, at, timestampMillis, valueBits);
    }
  }

  private void begin(Page page, int at, long timestampMillis, long valueBits) {
    OpenChunk.begin(page, at, timestampMillis, valueBits);
    page.ends[at] = (int) (end(timestampMillis) - timestampMillis);
    page.set(at, Page.WRITTEN);
    figures.chunksCreated.increment();
  }

  /** Where a chunk ends at the latest: in no block has it a span that an int does not tell. */
  private long end(long timestampMillis) {
    long blockEnd = (Math.floorDiv(timestampMillis, blockMillis) + 1) * blockMillis;
    return Math.min(blockEnd, timestampMillis + Integer.MAX_VALUE);
  }

  /** A chunk of which a quarter took so long ends where the time left is divided evenly. */
  private static int foreseen(int end, int span) {
    double parts = end / ((span + 1.0) * 4);
    return parts <= 1 ? end : (int) (end / Math.floor(parts));
  }

  /** Adds a histogram that comes after all other samples of its row. */
  void append(Page page, int row, int at, long timestampMillis, NativeHistogram histogram) {
    long reference = page.reference(row);
    HistogramRow before = histograms.get(reference);
    if (before == null
        || before.isFull(timestampMillis)
        || !before.append(timestampMillis, histogram)) {
      HistogramEncoder opened =
          HistogramEncoder.begin(before == null ? null : before.open(), timestampMillis, histogram);
      seal(page, row, at);
      histograms.put(reference, new HistogramRow(opened, histogram, end(timestampMillis)));
      page.set(at, Page.HISTOGRAM | Page.WRITTEN);
      figures.chunksCreated.increment();
    }
    page.lastMillis[at] = timestampMillis;
    page.lastBits[at] = 0;
  }

  /** Makes a full chunk of the open one, if there is one. */
  void seal(Page page, int row, int at) {
    long reference = page.reference(row);
    int count = page.count(at);
    byte[] open = page.open[at];
    if (count > 0 && open != null) {
      byte[] bytes = Arrays.copyOf(open, OpenChunk.length(page, at));
      OpenChunk.putCount(bytes, count);
      push(
          page, row, at, page.firstOpenMillis(at), page.lastMillis[at], count, Encoding.XOR, bytes);
      page.counts[at] = 0;
      page.open[at] = null;
    }
    HistogramRow ofHistograms = page.has(at, Page.HISTOGRAM) ? histograms.remove(reference) : null;
    if (ofHistograms != null) {
      HistogramEncoder sealed = ofHistograms.open();
      push(
          page,
          row,
          at,
          sealed.firstMillis(),
          sealed.lastMillis(),
          sealed.count(),
          sealed.encoding(),
          sealed.seal());
      page.clear(at, Page.HISTOGRAM);
    }
  }

  private void push(
      Page page, int row, int at, long first, long last, int count, Encoding kind, byte[] bytes) {
    int made = chains.push(page.chains[at], first, last, count, kind, bytes);
    page.chains[at] = made;
    await(made, page.reference(row));
  }

  /** A chunk of late samples has been made. */
  void awaitLate(int made, long reference) {
    await(made, ~reference);
  }

  private void await(int made, long reference) {
    if (fullCount == full.length) {
      full = Arrays.copyOf(full, 2 * fullCount);
      fullOf = Arrays.copyOf(fullOf, 2 * fullCount);
    }
    full[fullCount] = made;
    fullOf[fullCount] = reference;
    fullCount++;
  }

  /** Forgets the open chunk of a row; true if there was one. */
  boolean dropOpen(Page page, int row, int at) {
    boolean dropped = page.hasOpen(at);
    page.counts[at] = 0;
    page.open[at] = null;
    if (page.has(at, Page.HISTOGRAM)) {
      histograms.remove(page.reference(row));
      page.clear(at, Page.HISTOGRAM);
    }
    return dropped;
  }

  /** Timestamp of the first sample of the open chunk; only if there is one. */
  long firstOpenMillis(Page page, int row, int at) {
    HistogramRow ofHistograms =
        page.has(at, Page.HISTOGRAM) ? histograms.get(page.reference(row)) : null;
    return ofHistograms == null ? page.firstOpenMillis(at) : ofHistograms.open().firstMillis();
  }

  // Chunks that wait to be written

  int fullCount() {
    return fullCount;
  }

  int full(int index) {
    return full[index];
  }

  /** Reference of the series of a chunk. */
  long fullOf(int index) {
    return isLate(index) ? ~fullOf[index] : fullOf[index];
  }

  boolean isLate(int index) {
    return fullOf[index] < 0;
  }

  /** The first ones have been seen to. */
  void forgetFull(int count) {
    System.arraycopy(full, count, full, 0, fullCount - count);
    System.arraycopy(fullOf, count, fullOf, 0, fullCount - count);
    fullCount -= count;
  }

  /** Drops a full chunk that is in no chain any more. */
  void drop(int chunk) {
    if (chains.bytes(chunk) != null) {
      int kept = 0;
      for (int i = 0; i < fullCount; i++) {
        if (full[i] != chunk) {
          full[kept] = full[i];
          fullOf[kept] = fullOf[i];
          kept++;
        }
      }
      fullCount = kept;
    }
    chains.drop(chunk);
    figures.chunksRemoved.increment();
  }

  /**
   * Drops the early end of a row's chain.
   *
   * @param kept the last chunk that stays; {@link Chains#NONE} if none does
   * @param dropped the one before it
   */
  void dropBehind(Page page, int at, int kept, int dropped) {
    if (kept == Chains.NONE) {
      page.chains[at] = Chains.NONE;
    } else {
      chains.cut(kept);
    }
    int chunk = dropped;
    while (chunk != Chains.NONE) {
      int before = chains.before(chunk);
      drop(chunk);
      chunk = before;
    }
  }
}

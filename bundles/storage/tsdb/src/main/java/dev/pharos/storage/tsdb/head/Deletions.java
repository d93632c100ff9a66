package dev.pharos.storage.tsdb.head;

import dev.pharos.storage.tsdb.series.Intervals;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.StampedLock;
import org.jspecify.annotations.Nullable;

/**
 * The spans of time that are deleted: hidden at once, freed with their chunks.
 *
 * <p>Changed under the commit lock and the visibility lock, read under the latter.
 */
final class Deletions {

  private final StampedLock visibility;
  private final SeriesIndex index;
  private final Chains chains;
  private final RowWriter writer;
  private final HeadFigures figures;

  /** By reference, of the rows that say so. */
  private final Map<Long, long[]> deleted = new ConcurrentHashMap<>();

  Deletions(
      StampedLock visibility,
      SeriesIndex index,
      Chains chains,
      RowWriter writer,
      HeadFigures figures) {
    this.visibility = visibility;
    this.index = index;
    this.chains = chains;
    this.writer = writer;
    this.figures = figures;
  }

  /** Spans of a series, as {@link Intervals} has them; null if there are none. */
  long @Nullable [] of(long reference) {
    return deleted.get(reference);
  }

  /** Nothing of the series is left that could be hidden. */
  void forget(long reference) {
    deleted.remove(reference);
  }

  /** Hides the samples of a row from one instant to another, both included. */
  void hide(long reference, long firstMillis, long lastMillis) {
    long stamp = visibility.writeLock();
    try {
      Page page = index.page(reference);
      if (page == null) {
        return;
      }
      int at = page.place((int) reference & Page.ROW_MASK);
      if (!page.isEmpty(at) || page.has(at, Page.LATE)) {
        hide(page, at, reference, firstMillis, lastMillis);
      }
    } finally {
      visibility.unlockWrite(stamp);
    }
  }

  private void hide(Page page, int at, long reference, long firstMillis, long lastMillis) {
    // Later samples of the series are not meant.
    long last = page.has(at, Page.WRITTEN) ? Math.min(lastMillis, page.lastMillis[at]) : lastMillis;
    if (firstMillis <= last) {
      page.set(at, Page.DELETED);
      deleted.put(reference, Intervals.add(deleted.get(reference), firstMillis, last));
    }
  }

  /** The same at the start, when late samples may come yet. */
  void hideLoaded(long reference, long firstMillis, long lastMillis) {
    Page page = index.page(reference);
    if (page != null) {
      int at = page.place((int) reference & Page.ROW_MASK);
      hide(page, at, reference, firstMillis, lastMillis);
    }
  }

  /** Drops chunks that are deleted as a whole. What else is deleted stays hidden. */
  void clean() {
    for (long reference : List.copyOf(deleted.keySet())) {
      long stamp = visibility.writeLock();
      try {
        Page page = index.page(reference);
        long[] gone = deleted.get(reference);
        if (page != null && gone != null && !clean(page, (int) reference & Page.ROW_MASK, gone)) {
          deleted.remove(reference);
          page.clear(page.place((int) reference & Page.ROW_MASK), Page.DELETED);
        }
      } finally {
        visibility.unlockWrite(stamp);
      }
    }
  }

  /** Answers whether anything is left that has to be hidden. */
  private boolean clean(Page page, int row, long[] gone) {
    int at = page.place(row);
    boolean hides = page.has(at, Page.LATE);
    if (page.hasOpen(at)) {
      long first = writer.firstOpenMillis(page, row, at);
      if (Intervals.contains(gone, first, page.lastMillis[at])) {
        writer.dropOpen(page, row, at);
        figures.chunksRemoved.increment();
      } else {
        hides |= Intervals.overlaps(gone, first, page.lastMillis[at]);
      }
    }
    int behind = Chains.NONE;
    int chunk = page.chains[at];
    while (chunk != Chains.NONE) {
      int before = chains.before(chunk);
      if (Intervals.contains(gone, chains.minMillis(chunk), chains.maxMillis(chunk))) {
        if (behind == Chains.NONE) {
          page.chains[at] = before;
        } else {
          chains.link(behind, before);
        }
        writer.drop(chunk);
      } else {
        hides |= Intervals.overlaps(gone, chains.minMillis(chunk), chains.maxMillis(chunk));
        behind = chunk;
      }
      chunk = before;
    }
    return hides;
  }
}

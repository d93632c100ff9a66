package dev.pharos.storage.tsdb.head;

import dev.pharos.model.NativeHistogram;
import dev.pharos.model.StaleNaN;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the latest samples in order of all series are.
 *
 * @param stale series that ended with a stale marker
 * @param histogramSeries series whose latest sample is a native histogram
 * @param histogramBuckets buckets of these histograms
 */
public record Census(long stale, long histogramSeries, long histogramBuckets) {

  private static final int PAGES_AT_ONCE = 16;

  /** Counts over pages, a few of them at a time, so that batches do not wait long. */
  static Census of(List<Page> pages, HeadRows rows) {
    Counts counts = new Counts(rows);
    for (int from = 0; from < pages.size(); from += PAGES_AT_ONCE) {
      List<Page> some = pages.subList(from, Math.min(pages.size(), from + PAGES_AT_ONCE));
      rows.shared(() -> some.forEach(counts::page));
    }
    return new Census(counts.stale, counts.histogramSeries, counts.histogramBuckets);
  }

  private static final class Counts {
    private final HeadRows rows;
    private long stale;
    private long histogramSeries;
    private long histogramBuckets;

    Counts(HeadRows rows) {
      this.rows = rows;
    }

    void page(Page page) {
      for (int row = page.living.next(0); row < Page.ROWS; row = page.living.next(row + 1)) {
        int at = page.place(row);
        if (page.has(at, Page.HISTOGRAM)) {
          histogram(rows.lastHistogram(page, row));
        } else if (page.has(at, Page.WRITTEN) && StaleNaN.BITS == page.lastBits[at]) {
          stale++;
        }
      }
    }

    private void histogram(@Nullable NativeHistogram last) {
      if (last != null) {
        histogramSeries++;
        histogramBuckets += buckets(last);
        if (StaleNaN.is(last.sum())) {
          stale++;
        }
      }
    }

    private static int buckets(NativeHistogram histogram) {
      return switch (histogram) {
        case NativeHistogram.Counts counts ->
            counts.positiveCounts().length + counts.negativeCounts().length;
        case NativeHistogram.FloatCounts counts ->
            counts.positiveCounts().length + counts.negativeCounts().length;
      };
    }
  }
}

package dev.pharos.storage.tsdb.head;

import dev.pharos.model.Exemplar;
import dev.pharos.model.Labels;
import dev.pharos.model.Metadata;
import dev.pharos.model.NativeHistogram;
import dev.pharos.storage.tsdb.wal.LateLog;
import dev.pharos.storage.tsdb.wal.ReplayTarget;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.HashSet;
import java.util.Set;

/**
 * Fills an empty head with what the log tells. Call {@link #findChunks} before, if the head has
 * files, and {@link #finish} at the end.
 */
public final class HeadReplay implements ReplayTarget {

  private static final System.Logger LOG = System.getLogger(HeadReplay.class.getName());

  private final Head head;

  /** References that the log gives to two series; their samples could be of either. */
  private final Set<Long> ambiguous = new HashSet<>();

  private long unknown;
  private boolean lateLogWhole = true;

  public HeadReplay(Head head) {
    this.head = head;
  }

  /**
   * Finds the full chunks on the disk. What is damaged is cut off: the log has it.
   *
   * @return how many damages there were
   */
  public int findChunks() throws IOException {
    return head.rows().loading().findChunks();
  }

  /** Tells how many entries were of series that the log does not tell, or not clearly. */
  public void warnOfUnknown() {
    if (unknown > 0) {
      LOG.log(
          Level.WARNING,
          "The log holds {0} entries of series it does not tell of; they are left out",
          unknown);
    }
  }

  /**
   * Makes what was told ready to be read.
   *
   * @throws IOException if the log of late samples was damaged and cannot be written
   */
  public void finish() throws IOException {
    head.loaded(lateLogWhole);
  }

  @Override
  public void series(long reference, Labels labels) {
    if (!head.load(reference, labels)) {
      ambiguous.add(reference);
    }
  }

  @Override
  public void values(long[] references, long[] timestampsMillis, double[] values, int size) {
    Loading loading = head.rows().loading();
    int done = 0;
    while (done < size) {
      Page page = ambiguous.isEmpty() ? head.index().pages().find(references[done]) : null;
      int end =
          page == null
              ? done
              : loading.values(page, references, timestampsMillis, values, done, size);
      if (end == done) {
        value(loading, references[done], timestampsMillis[done], values[done]);
        end++;
      }
      done = end;
    }
    loading.publish();
  }

  private void value(Loading loading, long reference, long timestampMillis, double value) {
    long series = known(reference);
    Page page = head.index().page(series);
    if (page != null) {
      loading.value(page, (int) series & Page.ROW_MASK, timestampMillis, value);
    }
  }

  @Override
  public void histogram(long reference, long timestampMillis, NativeHistogram histogram) {
    long series = known(reference);
    Page page = head.index().page(series);
    if (page == null) {
      return;
    }
    if (HistogramCheck.fault(histogram) == null) {
      head.rows()
          .loading()
          .histogram(page, (int) series & Page.ROW_MASK, timestampMillis, histogram);
    } else {
      unknown++;
    }
  }

  @Override
  public void tombstone(long reference, long firstMillis, long lastMillis) {
    long series = known(reference);
    if (series != SeriesIndex.NONE) {
      head.rows().deletions().hideLoaded(series, firstMillis, lastMillis);
    }
  }

  @Override
  public void exemplar(long reference, Exemplar exemplar) {
    Labels labels = head.labels(known(reference));
    if (labels != null) {
      head.add(labels, exemplar);
    }
  }

  @Override
  public void metadata(long reference, Metadata metadata) {
    Labels labels = head.labels(known(reference));
    if (labels != null) {
      head.add(labels, metadata);
    }
  }

  /** The files themselves have told their chunks. */
  @Override
  public void mapped(long reference, long chunkReference) {}

  /** Fills the out-of-order part with what its log tells; after the other log, before the end. */
  public int replayLate(LateLog log) throws IOException {
    head.useLateLog(log);
    int damages = log.replay(late());
    lateLogIsWhole(damages == 0);
    return damages;
  }

  /** Whether nothing of the log of late samples was lost. */
  public void lateLogIsWhole(boolean whole) {
    lateLogWhole = whole;
  }

  /** Takes what a log of late samples tells; after the other log, before the end. */
  public ReplayTarget late() {
    return new LateReplay(this, head);
  }

  /** The reference that a series has here; {@link SeriesIndex#NONE} if it is not known. */
  long known(long reference) {
    long series =
        !ambiguous.isEmpty() && ambiguous.contains(reference)
            ? SeriesIndex.NONE
            : head.index().resolve(reference);
    if (series == SeriesIndex.NONE) {
      unknown++;
      head.index().noteReference(reference);
    }
    return series;
  }
}

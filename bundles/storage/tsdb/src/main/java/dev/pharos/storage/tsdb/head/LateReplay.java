package dev.pharos.storage.tsdb.head;

import dev.pharos.model.Exemplar;
import dev.pharos.model.Labels;
import dev.pharos.model.Metadata;
import dev.pharos.model.NativeHistogram;
import dev.pharos.storage.tsdb.wal.ReplayTarget;
import org.jspecify.annotations.Nullable;

/** Fills the out-of-order part of the head with what its log tells, after the other log. */
final class LateReplay implements ReplayTarget {

  private final HeadReplay series;
  private final Head head;

  LateReplay(HeadReplay series, Head head) {
    this.series = series;
    this.head = head;
  }

  @Override
  public void values(long[] references, long[] timestampsMillis, double[] values, int size) {
    for (int i = 0; i < size; i++) {
      load(references[i], timestampsMillis[i], values[i], null);
    }
  }

  @Override
  public void histogram(long reference, long timestampMillis, NativeHistogram histogram) {
    if (HistogramCheck.fault(histogram) == null) {
      load(reference, timestampMillis, 0, histogram);
    }
  }

  private void load(
      long told, long timestampMillis, double value, @Nullable NativeHistogram histogram) {
    long reference = series.known(told);
    Page page = head.index().page(reference);
    if (page != null) {
      head.rows()
          .late()
          .insert(
              page,
              (int) reference & Page.ROW_MASK,
              timestampMillis,
              value,
              histogram,
              Integer.MAX_VALUE);
    }
  }

  @Override
  public void mapped(long reference, long chunkReference) {
    head.rows().late().mapped(series.known(reference), chunkReference);
  }

  // What this log does not have.

  @Override
  public void series(long reference, Labels labels) {}

  @Override
  public void tombstone(long reference, long firstMillis, long lastMillis) {}

  @Override
  public void exemplar(long reference, Exemplar exemplar) {}

  @Override
  public void metadata(long reference, Metadata metadata) {}
}

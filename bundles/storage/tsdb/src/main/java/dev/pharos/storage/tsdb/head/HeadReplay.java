package dev.pharos.storage.tsdb.head;

import dev.pharos.model.Exemplar;
import dev.pharos.model.Labels;
import dev.pharos.model.Metadata;
import dev.pharos.model.NativeHistogram;
import dev.pharos.storage.tsdb.wal.RecordVisitor;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Fills an empty head with what the log tells. */
public final class HeadReplay implements RecordVisitor {

  private final Head head;

  /** References that the log gives to two series; their samples could be of either. */
  private final Set<Long> ambiguous = new HashSet<>();

  private long unknown;
  private long latestMillis = Long.MIN_VALUE;

  public HeadReplay(Head head) {
    this.head = head;
  }

  /** Entries whose series the log does not tell, or not clearly. */
  public long unknown() {
    return unknown;
  }

  /** The latest sample since this was asked last, or {@code Long.MIN_VALUE} if there was none. */
  public long takeLatestMillis() {
    long latest = latestMillis;
    latestMillis = Long.MIN_VALUE;
    return latest;
  }

  @Override
  public void series(long reference, Labels labels) {
    HeadSeries before = head.replayed(reference);
    if (before != null && !before.labels.equals(labels)) {
      ambiguous.add(reference);
    } else {
      head.replaySeries(reference, labels);
    }
  }

  @Override
  public void sample(long reference, long startMillis, long timestampMillis, double value) {
    latestMillis = Math.max(latestMillis, timestampMillis);
    HeadSeries series = known(reference);
    if (series != null) {
      head.replaySample(series, timestampMillis, value, null);
    }
  }

  @Override
  public void histogram(
      long reference, long startMillis, long timestampMillis, NativeHistogram histogram) {
    latestMillis = Math.max(latestMillis, timestampMillis);
    HeadSeries series = known(reference);
    if (series != null) {
      head.replaySample(series, timestampMillis, 0, histogram);
    }
  }

  @Override
  public void tombstone(long reference, long firstMillis, long lastMillis) {
    HeadSeries series = known(reference);
    if (series != null) {
      head.hide(series, firstMillis, lastMillis);
    }
  }

  @Override
  public void exemplar(long reference, Exemplar exemplar) {
    HeadSeries series = known(reference);
    if (series != null) {
      head.add(series, exemplar);
    }
  }

  @Override
  public void metadata(long reference, Metadata metadata) {
    HeadSeries series = known(reference);
    if (series != null) {
      head.add(series, metadata);
    }
  }

  private @Nullable HeadSeries known(long reference) {
    HeadSeries series = ambiguous.contains(reference) ? null : head.replayed(reference);
    if (series == null) {
      unknown++;
      head.replayReference(reference);
    }
    return series;
  }
}

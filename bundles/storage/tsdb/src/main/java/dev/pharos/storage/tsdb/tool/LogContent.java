package dev.pharos.storage.tsdb.tool;

import dev.pharos.model.Exemplar;
import dev.pharos.model.Labels;
import dev.pharos.model.Metadata;
import dev.pharos.model.NativeHistogram;
import dev.pharos.storage.tsdb.head.Head;
import dev.pharos.storage.tsdb.head.HeadReplay;
import dev.pharos.storage.tsdb.series.Intervals;
import dev.pharos.storage.tsdb.wal.LogReplay;
import dev.pharos.storage.tsdb.wal.ReplayTarget;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a log tells, in a head of its own that is only read. Samples that blocks have are left out,
 * as the database leaves them out: what was deleted of the blocks would come back otherwise.
 */
final class LogContent implements ReplayTarget {

  private final Head head = new Head(0);
  private final HeadReplay replay = new HeadReplay(head);
  private final long fromMillis;
  private final Map<Long, Labels> series = new HashMap<>();
  private final Map<Labels, long[]> deleted = new HashMap<>();
  private long[] references = {};
  private long[] timestamps = {};
  private double[] values = {};

  private LogContent(long fromMillis) {
    this.fromMillis = fromMillis;
  }

  /**
   * Reads a log.
   *
   * @param fromMillis earlier samples are left out
   */
  static LogContent read(Path log, long fromMillis) throws IOException {
    LogContent content = new LogContent(fromMillis);
    LogReplay.looking(log).run(content);
    content.replay.finish();
    return content;
  }

  Head head() {
    return head;
  }

  /** The labels behind a reference; null if the log does not tell them. */
  @Nullable Labels labels(long reference) {
    return series.get(reference);
  }

  /** Deleted spans of a series; null for none. */
  long @Nullable [] deleted(Labels labels) {
    return deleted.get(labels);
  }

  @Override
  public void series(long reference, Labels labels) {
    series.putIfAbsent(reference, labels);
    replay.series(reference, labels);
  }

  @Override
  public void values(long[] allReferences, long[] allTimestamps, double[] allValues, int size) {
    if (references.length < size) {
      references = new long[size];
      timestamps = new long[size];
      values = new double[size];
    }
    int kept = 0;
    for (int i = 0; i < size; i++) {
      if (allTimestamps[i] >= fromMillis) {
        references[kept] = allReferences[i];
        timestamps[kept] = allTimestamps[i];
        values[kept] = allValues[i];
        kept++;
      }
    }
    replay.values(references, timestamps, values, kept);
  }

  @Override
  public void histogram(long reference, long timestampMillis, NativeHistogram histogram) {
    if (timestampMillis >= fromMillis) {
      replay.histogram(reference, timestampMillis, histogram);
    }
  }

  @Override
  public void tombstone(long reference, long firstMillis, long lastMillis) {
    replay.tombstone(reference, firstMillis, lastMillis);
    Labels labels = series.get(reference);
    if (labels != null) {
      deleted.merge(
          labels,
          new long[] {firstMillis, lastMillis},
          (old, span) -> Intervals.add(old, firstMillis, lastMillis));
    }
  }

  @Override
  public void exemplar(long reference, Exemplar exemplar) {
    replay.exemplar(reference, exemplar);
  }

  @Override
  public void metadata(long reference, Metadata metadata) {
    replay.metadata(reference, metadata);
  }

  @Override
  public void mapped(long reference, long chunkReference) {
    replay.mapped(reference, chunkReference);
  }
}

package dev.pharos.storage.tsdb.head;

import dev.pharos.model.Labels;
import dev.pharos.storage.tsdb.wal.RecordEncoder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Series whose records are on their way into the log. */
public final class NewSeries {

  /** No series at all. */
  public static final NewSeries NONE = new NewSeries(null);

  private final @Nullable SeriesIndex index;
  private long[] references = new long[8];
  private int size;

  NewSeries(@Nullable SeriesIndex index) {
    this.index = index;
  }

  /** Writes the record of a series if the log does not know it. */
  void announce(long reference, RecordEncoder encoder) {
    SeriesIndex known = index;
    if (known != null && known.logging(reference)) {
      Labels labels = known.labels(reference);
      if (labels != null) {
        encoder.series(reference, labels);
      }
      references = size == references.length ? Arrays.copyOf(references, 2 * size) : references;
      references[size++] = reference;
    }
  }

  /** The records did not get there: the next batch has to write them. */
  public void forget() {
    SeriesIndex known = index;
    for (int i = 0; known != null && i < size; i++) {
      known.notLogged(references[i]);
    }
  }
}

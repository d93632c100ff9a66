package dev.pharos.storage.tsdb.head;

import dev.pharos.model.Labels;
import dev.pharos.model.TimeRange;
import dev.pharos.storage.tsdb.chunk.Chunk;
import dev.pharos.storage.tsdb.series.Intervals;
import org.jspecify.annotations.Nullable;

/**
 * A series as a reader found it: chunks that no longer change, and the one that was open, up to the
 * sample it had then.
 *
 * @param full the first {@code fullCount} of these
 * @param deleted spans of time to leave out, as in {@link Intervals}
 */
@SuppressWarnings("ArrayRecordComponent") // A view of shared arrays is all that this is.
record SeriesCapture(
    Labels labels, Chunk[] full, int fullCount, @Nullable Chunk open, long @Nullable [] deleted) {

  int chunks() {
    return fullCount + (open == null ? 0 : 1);
  }

  @Nullable Chunk chunk(int index) {
    return index < fullCount ? full[index] : open;
  }

  boolean overlaps(TimeRange range) {
    Chunk first = chunks() == 0 ? null : chunk(0);
    Chunk last = chunks() == 0 ? null : chunk(chunks() - 1);
    return first != null
        && last != null
        && first.minMillis() < range.endMillis()
        && last.maxMillis() >= range.startMillis();
  }
}

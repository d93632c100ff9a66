package dev.pharos.storage.tsdb.head;

import dev.pharos.identity.api.Access;
import dev.pharos.model.Labels;
import dev.pharos.model.TimeRange;
import dev.pharos.storage.api.SampleCursor;
import dev.pharos.storage.api.SeriesSet;
import java.util.List;

/** The series a select found, as they were then. */
final class HeadSeriesSet implements SeriesSet {

  private final Access access;
  private final TimeRange range;
  private final List<SeriesCapture> series;
  private int current = -1;

  HeadSeriesSet(Access access, TimeRange range, List<SeriesCapture> series) {
    this.access = access;
    this.range = range;
    this.series = series;
  }

  @Override
  public boolean next() {
    access.check();
    current = Math.min(current + 1, series.size());
    return current < series.size();
  }

  @Override
  public Labels labels() {
    return current().labels();
  }

  @Override
  public SampleCursor samples() {
    return new HeadCursor(access, range, current());
  }

  private SeriesCapture current() {
    if (current < 0 || current >= series.size()) {
      throw new IllegalStateException("there is no current series");
    }
    return series.get(current);
  }

  @Override
  public void close() {}
}

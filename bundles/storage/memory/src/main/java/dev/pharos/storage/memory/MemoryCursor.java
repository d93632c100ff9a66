package dev.pharos.storage.memory;

import dev.pharos.identity.api.Access;
import dev.pharos.model.NativeHistogram;
import dev.pharos.model.Sample;
import dev.pharos.model.TimeRange;
import dev.pharos.storage.api.SampleCursor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Goes over the samples of one {@link SeriesView} within a range. */
final class MemoryCursor implements SampleCursor {

  private static final int CHECK_EVERY = 4096;

  private final Access access;
  private final SeriesView series;
  private final int first;
  private final int end;
  private int current;

  MemoryCursor(Access access, TimeRange range, SeriesView series) {
    this.access = access;
    this.series = series;
    this.end = indexFrom(0, series.size(), range.endMillis());
    this.first = indexFrom(0, end, range.startMillis());
    this.current = first - 1;
  }

  private int indexFrom(int from, int to, long millis) {
    int index = Arrays.binarySearch(series.timestamps(), from, to, millis);
    return index < 0 ? -index - 1 : index;
  }

  @Override
  public Kind next() {
    if (current < end) {
      current++;
    }
    if (current % CHECK_EVERY == 0) {
      access.check();
    }
    return kind();
  }

  @Override
  public Kind seek(long timestampMillis) {
    access.check();
    int from = Math.max(current, first);
    current = indexFrom(Math.min(from, end), end, timestampMillis);
    return kind();
  }

  private Kind kind() {
    if (current >= end) {
      return Kind.END;
    }
    return histogramAt(current) == null ? Kind.VALUE : Kind.HISTOGRAM;
  }

  private @Nullable NativeHistogram histogramAt(int index) {
    @Nullable NativeHistogram[] histograms = series.histograms();
    return histograms == null ? null : histograms[index];
  }

  @Override
  public long timestampMillis() {
    return series.timestamps()[present()];
  }

  @Override
  public long startMillis() {
    long[] starts = series.starts();
    return starts == null ? Sample.NO_START : starts[present()];
  }

  @Override
  public double value() {
    if (histogramAt(present()) != null) {
      throw new IllegalStateException("the current sample is a histogram");
    }
    return series.values()[current];
  }

  @Override
  public NativeHistogram histogram() {
    NativeHistogram histogram = histogramAt(present());
    if (histogram == null) {
      throw new IllegalStateException("the current sample is a value");
    }
    return histogram;
  }

  private int present() {
    if (current < first || current >= end) {
      throw new IllegalStateException("there is no current sample");
    }
    return current;
  }
}

package dev.pharos.query.promql.samples;

import dev.pharos.query.promql.column.QueryContext;
import dev.pharos.storage.api.SampleCursor;
import dev.pharos.storage.api.SampleCursor.Kind;
import dev.pharos.storage.api.StorageException;
import java.util.Arrays;

/**
 * The values of one series in the order of time, stale markers among them. Used for one series
 * after the other, so that nothing is allocated per value.
 */
public final class PlainValues {

  private static final int FIRST_READ = 64;

  private long[] times = new long[FIRST_READ];
  private double[] values = new double[FIRST_READ];
  private int size;

  /**
   * Takes the values of a cursor from an instant on in place of those held.
   *
   * @return whether there are values alone, else nothing can be said of the series
   */
  public boolean load(SampleCursor cursor, long fromMillis, QueryContext query)
      throws StorageException {
    size = 0;
    Kind kind = cursor.seek(fromMillis);
    if (kind == Kind.VALUE) {
      times[0] = cursor.timestampMillis();
      values[0] = cursor.value();
      size = 1;
      kind = readOn(cursor, query);
    }
    return kind == Kind.END;
  }

  private Kind readOn(SampleCursor cursor, QueryContext query) throws StorageException {
    while (true) {
      if (size == times.length) {
        times = Arrays.copyOf(times, size * 2);
        values = Arrays.copyOf(values, size * 2);
        query.access().check();
      }
      int read = cursor.read(times, values, size, times.length);
      size += read;
      if (size < times.length) {
        return cursor.seek(Long.MIN_VALUE);
      }
    }
  }

  public int size() {
    return size;
  }

  public long time(int index) {
    return times[index];
  }

  public double value(int index) {
    return values[index];
  }
}

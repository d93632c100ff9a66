package dev.pharos.query.promql.samples;

import dev.pharos.model.Labels;
import dev.pharos.model.TimeRange;
import dev.pharos.query.promql.column.Column;
import dev.pharos.query.promql.column.Grid;
import dev.pharos.query.promql.column.QueryContext;
import dev.pharos.query.promql.column.Tally;
import dev.pharos.query.syntax.Expr;
import dev.pharos.query.syntax.Expr.Extension;
import dev.pharos.storage.api.SeriesSet;
import dev.pharos.storage.api.StorageException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Series with their samples, one after the other, as a range vector gives them. */
public abstract sealed class RangeSource implements AutoCloseable {

  private final SampleBuffer samples;
  private final long rangeMillis;
  private final long offsetMillis;
  private final @Nullable Long fixedMillis;

  RangeSource(
      SampleBuffer samples, long rangeMillis, long offsetMillis, @Nullable Long fixedMillis) {
    this.samples = samples;
    this.rangeMillis = rangeMillis;
    this.offsetMillis = offsetMillis;
    this.fixedMillis = fixedMillis;
  }

  /** Whose time it is that is spent on series; null if nobody wants to know. */
  private @Nullable Tally timed;

  /** Counts the time spent on series to an operator. */
  public final void takeTime(Tally tally) {
    timed = tally;
  }

  /** Goes on to the next series and loads its samples; false when there is none. */
  public final boolean next() throws StorageException {
    if (timed == null) {
      return advance();
    }
    long started = System.nanoTime();
    boolean found = advance();
    timed.spend(System.nanoTime() - started);
    if (found) {
      timed.give();
    }
    return found;
  }

  /** Does what {@link #next} does. */
  abstract boolean advance() throws StorageException;

  /** Labels of the current series. */
  public abstract Labels labels();

  /** Whether the current series is to lose its name. */
  public abstract boolean nameless();

  /** How samples beside the range take part in it. */
  public Extension extension() {
    return Extension.NONE;
  }

  @Override
  public void close() {}

  /** The samples of the current series. */
  public final SampleBuffer samples() {
    return samples;
  }

  /** How long the range is. */
  public final long rangeMillis() {
    return rangeMillis;
  }

  /** The end of the range for an instant that is evaluated. */
  public final long endMillis(long evaluatedMillis) {
    return (fixedMillis == null ? evaluatedMillis : fixedMillis) - offsetMillis;
  }

  /** Straight from the storage. */
  public static final class Stored extends RangeSource {

    private final QueryContext query;
    private final Extension extension;
    private final SeriesSet series;
    private final Halves.Part part;
    private final FirstSight firstSight;
    private final Tally tally;

    /**
     * Opens the series.
     *
     * @param tally told in the end how many samples have been read, each once
     */
    public Stored(
        QueryContext query,
        Expr.MatrixSelector matrix,
        Grid grid,
        boolean statistics,
        Halves.Part part,
        Tally tally)
        throws StorageException {
      super(
          new SampleBuffer(query.dialect().startTimestamps(), statistics),
          query.millis(matrix.range()),
          query.offsetMillis(matrix.selector().shift()),
          query.fixedMillis(matrix.selector().shift()));
      this.query = query;
      this.part = part;
      this.tally = tally;
      this.extension = matrix.selector().extension();
      long before = extension == Extension.NONE ? 0 : query.lookbackMillis();
      long after = extension == Extension.SMOOTHED ? query.lookbackMillis() : 0;
      long start = endMillis(grid.startMillis()) - rangeMillis() - before;
      long end = endMillis(grid.endMillis()) + after;
      // A range shorter than a millisecond is empty.
      TimeRange times = new TimeRange(start + 1, Math.max(start + 2, end + 1));
      series = query.storage().select(query.access(), times, matrix.selector().matchers());
      firstSight = new FirstSight(this, grid, query.samplesPerStep());
    }

    @Override
    boolean advance() throws StorageException {
      query.access().check();
      do {
        if (!series.next()) {
          series.warnings().forEach(query.annotations()::warn);
          return false;
        }
      } while (!part.takes(series.labels()));
      samples().load(series.samples(), query);
      firstSight.count(samples());
      return true;
    }

    @Override
    public Labels labels() {
      return series.labels();
    }

    @Override
    public boolean nameless() {
      return false;
    }

    @Override
    public Extension extension() {
      return extension;
    }

    @Override
    public void close() {
      tally.fetched(firstSight.counted());
      series.close();
    }
  }

  /** From columns evaluated for a subquery, whose operator holds them until this is closed. */
  public static final class Evaluated extends RangeSource {

    private final Grid inner;
    private final List<Column> columns;
    private final Tally holder;
    private int current = -1;

    public Evaluated(
        long rangeMillis,
        long offsetMillis,
        @Nullable Long fixedMillis,
        Grid inner,
        List<Column> columns,
        Tally holder) {
      super(new SampleBuffer(false, false), rangeMillis, offsetMillis, fixedMillis);
      this.inner = inner;
      this.columns = columns;
      this.holder = holder;
    }

    @Override
    public void close() {
      holder.release();
    }

    @Override
    boolean advance() {
      if (++current >= columns.size()) {
        return false;
      }
      samples().load(columns.get(current), inner);
      return true;
    }

    @Override
    public Labels labels() {
      return columns.get(current).labels();
    }

    @Override
    public boolean nameless() {
      return columns.get(current).nameless();
    }
  }
}

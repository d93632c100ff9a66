package dev.pharos.query.promql.function;

import dev.pharos.model.NativeHistogram;
import dev.pharos.query.promql.column.Annotations;
import dev.pharos.query.promql.column.Column;
import dev.pharos.query.promql.column.ColumnBuilder;
import dev.pharos.query.promql.column.Grid;
import dev.pharos.query.promql.column.QueryContext;
import dev.pharos.query.promql.column.SampleCount;
import dev.pharos.query.promql.histogram.GoMath;
import dev.pharos.query.promql.histogram.Histograms;
import dev.pharos.query.promql.samples.RangeSource;
import dev.pharos.query.promql.samples.SampleBuffer;
import dev.pharos.query.syntax.Span;
import org.jspecify.annotations.Nullable;

/**
 * The samples of one series that lie in a range: after its start, up to and with its end; and those
 * near it, where the range {@linkplain #reach reaches} out.
 *
 * <p>Moves over the series with the instants of the query; values and histograms are counted apart,
 * each from 0.
 */
public final class Window {

  private static final int CHECK_EVERY = 256;

  private final SampleBuffer samples;
  private final Annotations annotations;
  private final Span at;
  private final double[][] parameters;

  private int from;
  private int to;
  private int histogramFrom;
  private int histogramTo;
  private long startMillis;
  private long endMillis;
  private long evaluatedMillis;
  private long reachBefore;
  private long reachAfter;
  private Span call = new Span(0, 0);
  private int step;
  private String metric = "";
  private @Nullable NativeHistogram result;
  private double[] copy = {};

  /**
   * A window over whatever the buffer holds at the time.
   *
   * @param at the argument of the function, for annotations
   * @param parameters the function's scalar arguments, one value per instant
   */
  public Window(SampleBuffer samples, Annotations annotations, Span at, double[][] parameters) {
    this.samples = samples;
    this.annotations = annotations;
    this.at = at;
    this.parameters = parameters;
  }

  /**
   * Takes in samples beside the range too.
   *
   * @param before how far before its start
   * @param after how far after its end
   */
  public void reach(long before, long after) {
    reachBefore = before;
    reachAfter = after;
  }

  /** Begins anew, with the next series in the buffer. */
  public void restart(String metricName) {
    metric = metricName;
    from = 0;
    to = 0;
    histogramFrom = 0;
    histogramTo = 0;
  }

  /** Moves on to a later range, or stays. */
  public void move(int newStep, long evaluated, long start, long end) {
    step = newStep;
    evaluatedMillis = evaluated;
    startMillis = start;
    endMillis = end;
    result = null;
    moveTo(start - reachBefore, end + reachAfter);
  }

  /** Applies a function at every instant to the series in the buffer. */
  public void overGrid(
      RangeFunction function,
      RangeSource source,
      QueryContext query,
      Grid grid,
      ColumnBuilder out,
      SampleCount count) {
    restart(source.labels().metricName());
    for (int i = 0; i < grid.size(); i++) {
      if (i % CHECK_EVERY == CHECK_EVERY - 1) {
        query.access().check();
      }
      long end = source.endMillis(grid.at(i));
      move(i, grid.at(i), end - source.rangeMillis(), end);
      if (!isEmpty()) {
        count.add(i, samples());
        out.set(i, function.apply(this));
        if (result != null) {
          out.set(i, result);
        }
      }
    }
  }

  private void moveTo(long start, long end) {
    while (to < samples.size() && samples.time(to) <= end) {
      to++;
    }
    while (from < to && samples.time(from) <= start) {
      from++;
    }
    while (histogramTo < samples.histogramCount() && samples.histogramTime(histogramTo) <= end) {
      histogramTo++;
    }
    while (histogramFrom < histogramTo && samples.histogramTime(histogramFrom) <= start) {
      histogramFrom++;
    }
  }

  /** How many values there are. */
  public int size() {
    return to - from;
  }

  public long time(int index) {
    return samples.time(from + index);
  }

  public double value(int index) {
    return samples.value(from + index);
  }

  /**
   * A copy of all values, {@link #size} of them, which may be put in another order: the array is
   * used again for the next copy.
   */
  double[] copy() {
    if (copy.length < size()) {
      copy = new double[Math.max(size(), 2 * copy.length)];
    }
    samples.copyValues(from, to, copy);
    return copy;
  }

  /** How many values are less than the one before them. */
  int falls() {
    return samples.falls(from, to);
  }

  /** How many values differ from the one before them. */
  int changes() {
    return samples.changes(from, to);
  }

  /** Whether it is known when counting began. */
  boolean withStarts() {
    return samples.withStarts();
  }

  double last() {
    return samples.value(to - 1);
  }

  /** How many histograms there are. */
  public int histogramCount() {
    return histogramTo - histogramFrom;
  }

  public long histogramTime(int index) {
    return samples.histogramTime(histogramFrom + index);
  }

  public NativeHistogram histogram(int index) {
    return samples.histogram(histogramFrom + index);
  }

  /** As how many samples those in it count. */
  public long samples() {
    long all = size();
    for (int i = histogramFrom; i < histogramTo; i++) {
      all += Histograms.samples(samples.histogram(i));
    }
    return all;
  }

  public boolean isEmpty() {
    return from == to && histogramFrom == histogramTo;
  }

  /** Whether there are values and histograms. */
  public boolean isMixed() {
    return from < to && histogramFrom < histogramTo;
  }

  /** Start timestamp of a value. */
  long start(int index) {
    return samples.start(from + index);
  }

  /** Start timestamp of a histogram. */
  long histogramStart(int index) {
    return samples.histogramStart(histogramFrom + index);
  }

  long startMillis() {
    return startMillis;
  }

  long endMillis() {
    return endMillis;
  }

  double rangeSeconds() {
    return GoMath.seconds(endMillis - startMillis);
  }

  /** The instant for which the query asks. */
  long evaluatedMillis() {
    return evaluatedMillis;
  }

  /** A scalar argument of the function at this instant. */
  double parameter(int index) {
    return parameters[index][step];
  }

  public String metric() {
    return metric;
  }

  public Annotations annotations() {
    return annotations;
  }

  public Span at() {
    return at;
  }

  /** Where the function's first argument stands, for annotations about parameters. */
  Span call() {
    return call;
  }

  public void call(Span first) {
    call = first;
  }

  /** Makes a histogram the result instead of a value, and answers the value that says so. */
  double answer(NativeHistogram histogram) {
    result = histogram;
    return Column.ABSENT;
  }

  /** The histogram that was answered, or null. */
  @Nullable NativeHistogram result() {
    return result;
  }
}

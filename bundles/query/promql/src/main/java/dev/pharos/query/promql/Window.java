package dev.pharos.query.promql;

import dev.pharos.model.NativeHistogram;
import dev.pharos.query.syntax.Span;
import org.jspecify.annotations.Nullable;

/**
 * The samples of one series that lie in a range: after its start, up to and with its end.
 *
 * <p>Moves over the series with the instants of the query; values and histograms are counted apart,
 * each from 0.
 */
final class Window {

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
  private long lookbackMillis;
  private int reachedBack;
  private int histogramReachedBack;
  private int step;
  private String metric = "";
  private @Nullable NativeHistogram result;

  /**
   * A window over whatever the buffer holds at the time.
   *
   * @param at the argument of the function, for annotations
   * @param parameters the function's scalar arguments, one value per instant
   */
  Window(SampleBuffer samples, Annotations annotations, Span at, double[][] parameters) {
    this.samples = samples;
    this.annotations = annotations;
    this.at = at;
    this.parameters = parameters;
  }

  /** How far beside the range {@link #before} and {@link #after} look. */
  void lookback(long millis) {
    lookbackMillis = millis;
  }

  /** Begins anew, with the next series in the buffer. */
  void restart(String metricName) {
    metric = metricName;
    from = 0;
    to = 0;
    histogramFrom = 0;
    histogramTo = 0;
  }

  /** Moves on to a later range, or stays. */
  void move(int newStep, long evaluated, long start, long end) {
    step = newStep;
    evaluatedMillis = evaluated;
    startMillis = start;
    endMillis = end;
    result = null;
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
  int size() {
    return to - from;
  }

  long time(int index) {
    return samples.time(from + index);
  }

  double value(int index) {
    return samples.value(from + index);
  }

  double last() {
    return samples.value(to - 1);
  }

  /** How many histograms there are. */
  int histogramCount() {
    return histogramTo - histogramFrom;
  }

  long histogramTime(int index) {
    return samples.histogramTime(histogramFrom + index);
  }

  NativeHistogram histogram(int index) {
    return samples.histogram(histogramFrom + index);
  }

  boolean isEmpty() {
    return from == to && histogramFrom == histogramTo;
  }

  /** Whether there are values and histograms. */
  boolean isMixed() {
    return from < to && histogramFrom < histogramTo;
  }

  /** Index among all values of the last one at or before the start; −1 if there is none near. */
  int before() {
    return from > 0 && samples.time(from - 1) > startMillis - lookbackMillis ? from - 1 : -1;
  }

  /** Index among all values of the first one after the end; −1 if there is none near. */
  int after() {
    return to < samples.size() && samples.time(to) <= endMillis + lookbackMillis ? to : -1;
  }

  private int histogramBefore() {
    return histogramFrom > 0
            && samples.histogramTime(histogramFrom - 1) > startMillis - lookbackMillis
        ? histogramFrom - 1
        : -1;
  }

  /** Takes in the last sample at or before the start, if there is one near, until let go. */
  void reachBack() {
    int value = before();
    int histogram = histogramBefore();
    boolean histogramLater =
        histogram >= 0 && (value < 0 || samples.histogramTime(histogram) > samples.time(value));
    reachedBack = value >= 0 && !histogramLater ? 1 : 0;
    histogramReachedBack = histogramLater ? 1 : 0;
    from -= reachedBack;
    histogramFrom -= histogramReachedBack;
  }

  /** Undoes {@link #reachBack}. */
  void letGo() {
    from += reachedBack;
    histogramFrom += histogramReachedBack;
    reachedBack = 0;
    histogramReachedBack = 0;
  }

  /** All samples of the series, those before and after the window among them. */
  SampleBuffer surroundings() {
    return samples;
  }

  long startMillis() {
    return startMillis;
  }

  long endMillis() {
    return endMillis;
  }

  double rangeSeconds() {
    return (endMillis - startMillis) / 1000.0;
  }

  /** The instant for which the query asks. */
  long evaluatedMillis() {
    return evaluatedMillis;
  }

  /** A scalar argument of the function at this instant. */
  double parameter(int index) {
    return parameters[index][step];
  }

  String metric() {
    return metric;
  }

  Annotations annotations() {
    return annotations;
  }

  Span at() {
    return at;
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

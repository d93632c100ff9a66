package dev.pharos.query.promql.function;

import dev.pharos.model.NativeHistogram;
import dev.pharos.query.promql.column.Annotations;
import dev.pharos.query.promql.column.Column;
import dev.pharos.query.promql.column.ColumnBuilder;
import dev.pharos.query.promql.histogram.FloatHistogram;
import dev.pharos.query.promql.histogram.Kahan;
import dev.pharos.query.syntax.Aggregator;
import dev.pharos.query.syntax.Span;
import org.jspecify.annotations.Nullable;

/**
 * What a group of series comes to at each instant, folded one column after the other.
 *
 * <p>State is kept in arrays with one place per instant, so that a column is gone over in one
 * straight loop.
 */
public abstract sealed class Fold {

  /** Samples so far. */
  final int[] counts;

  /** Whether a histogram was met that this aggregation has no use for. */
  private boolean histogramIgnored;

  private Fold(int size) {
    counts = new int[size];
  }

  /** What an aggregator does, at the beginning, for as many instants. */
  public static Fold of(Aggregator aggregator, int size) {
    return switch (aggregator) {
      case SUM -> new Sum(size);
      case AVG -> new Average(size);
      case COUNT -> new Count(size, false);
      case GROUP -> new Count(size, true);
      case MIN -> new Extreme(size, false);
      case MAX -> new Extreme(size, true);
      case STDDEV -> new Deviation(size, true);
      case STDVAR -> new Deviation(size, false);
      default -> throw new IllegalArgumentException("not folded: " + aggregator);
    };
  }

  /** Folds one more series in. */
  public final void add(Column column) {
    int first = column.first();
    addValues(first, column.values());
    if (column.hasHistograms()) {
      for (int i = first; i < column.end(); i++) {
        NativeHistogram histogram = column.histogram(i);
        if (histogram != null) {
          histogramIgnored |= !add(i, histogram, column.labels().metricName());
        }
      }
    }
  }

  /** Counts and adds the values of a column, the first of them at the instant {@code first}. */
  void addValues(int first, double[] values) {
    for (int i = 0; i < values.length; i++) {
      if (!Column.isAbsent(values[i])) {
        counts[first + i]++;
        add(first + i, values[i]);
      }
    }
  }

  /** Adds a value, which has been counted already. */
  abstract void add(int step, double value);

  /** Adds a histogram; false if it is ignored. */
  boolean add(int step, NativeHistogram histogram, String metric) {
    return false;
  }

  /** The result at an instant where something was counted. */
  abstract double result(int step);

  /** Writes what all series have come to. */
  public void finish(ColumnBuilder out, Annotations annotations, Span at) {
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] > 0) {
        out.set(i, result(i));
      }
    }
    if (histogramIgnored) {
      annotations.histogramIgnoredInAggregation(name(), at);
    }
  }

  /** How many bytes its state takes. */
  public abstract long bytes();

  /** As annotations call it. */
  abstract String name();

  private static final class Sum extends Fold {
    private final double[] sums;
    private final double[] lost;
    private @Nullable HistogramSum[] histograms = new HistogramSum[0];

    Sum(int size) {
      super(size);
      sums = new double[size];
      lost = new double[size];
    }

    @Override
    void addValues(int first, double[] values) {
      // The same as there, but of this class alone, which compiles to a plain loop.
      for (int i = 0; i < values.length; i++) {
        if (!Column.isAbsent(values[i])) {
          counts[first + i]++;
          add(first + i, values[i]);
        }
      }
    }

    @Override
    void add(int i, double value) {
      double total = sums[i] + value;
      lost[i] = Kahan.lostAfter(sums[i], lost[i], value, total);
      sums[i] = total;
    }

    @Override
    boolean add(int i, NativeHistogram histogram, String metric) {
      if (histograms.length == 0) {
        histograms = new HistogramSum[counts.length];
      }
      addTo(histograms, i, histogram, metric, counts[i], false);
      return true;
    }

    @Override
    double result(int i) {
      return sums[i] + lost[i];
    }

    @Override
    public void finish(ColumnBuilder out, Annotations annotations, Span at) {
      finishMixed(this, histograms, out, annotations, at);
    }

    @Override
    public long bytes() {
      return counts.length * (2L * Double.BYTES + Integer.BYTES);
    }

    @Override
    String name() {
      return "sum";
    }
  }

  private static void addTo(
      @Nullable HistogramSum[] sums,
      int step,
      NativeHistogram histogram,
      String metric,
      int values,
      boolean mean) {
    HistogramSum sum = sums[step];
    if (sum == null) {
      sum = new HistogramSum(mean);
      sums[step] = sum;
    }
    sum.add(histogram, metric, values);
  }

  /** Values or histograms, but where there are both, nothing. */
  private static void finishMixed(
      Fold fold,
      @Nullable HistogramSum[] histograms,
      ColumnBuilder out,
      Annotations annotations,
      Span at) {
    for (int i = 0; i < fold.counts.length; i++) {
      HistogramSum sum = histograms.length > 0 ? histograms[i] : null;
      if (sum != null) {
        sum.tellOfBuckets(annotations, at);
        FloatHistogram result = sum.result();
        if (sum.isMixed(fold.counts[i])) {
          annotations.mixedFloatsAndHistogramsInAggregation(at);
        } else if (result != null) {
          sum.tellOfResets(annotations, at);
          out.set(i, result.compact().toModel());
        }
      } else if (fold.counts[i] > 0) {
        out.set(i, fold.result(i));
      }
    }
  }

  /**
   * The mean from a compensated sum, and from the moment that the sum would overflow as a running
   * mean, like {@link Mean}.
   */
  private static final class Average extends Fold {
    private final double[] sums;
    private final double[] lost;

    /** At which instants means are kept instead of sums; none at first. */
    private boolean[] running = new boolean[0];

    private @Nullable HistogramSum[] histograms = new HistogramSum[0];

    Average(int size) {
      super(size);
      sums = new double[size];
      lost = new double[size];
    }

    @Override
    void add(int i, double value) {
      int count = counts[i];
      if (count == 1) {
        sums[i] = value;
        return;
      }
      if (!isRunning(i)) {
        double total = sums[i] + value;
        if (!Double.isInfinite(total)) {
          lost[i] = Kahan.lostAfter(sums[i], lost[i], value, total);
          sums[i] = total;
          return;
        }
        if (running.length == 0) {
          running = new boolean[counts.length];
        }
        running[i] = true;
        sums[i] /= count - 1;
        lost[i] /= count - 1;
      }
      double share = (count - 1.0) / count;
      double part = value / count;
      double before = share * sums[i];
      double total = before + part;
      lost[i] = Kahan.lostAfter(before, share * lost[i], part, total);
      sums[i] = total;
    }

    private boolean isRunning(int i) {
      return running.length > 0 && running[i];
    }

    @Override
    boolean add(int i, NativeHistogram histogram, String metric) {
      if (histograms.length == 0) {
        histograms = new HistogramSum[counts.length];
      }
      addTo(histograms, i, histogram, metric, counts[i], true);
      return true;
    }

    @Override
    double result(int i) {
      return isRunning(i) ? sums[i] + lost[i] : sums[i] / counts[i] + lost[i] / counts[i];
    }

    @Override
    public void finish(ColumnBuilder out, Annotations annotations, Span at) {
      finishMixed(this, histograms, out, annotations, at);
    }

    @Override
    public long bytes() {
      return counts.length * (2L * Double.BYTES + Integer.BYTES);
    }

    @Override
    String name() {
      return "avg";
    }
  }

  private static final class Count extends Fold {
    private final boolean group;

    Count(int size, boolean group) {
      super(size);
      this.group = group;
    }

    @Override
    void add(int i, double value) {}

    @Override
    boolean add(int i, NativeHistogram histogram, String metric) {
      counts[i]++;
      return true;
    }

    @Override
    double result(int i) {
      return group ? 1 : counts[i];
    }

    @Override
    public long bytes() {
      return counts.length * (long) Integer.BYTES;
    }

    @Override
    String name() {
      return group ? "group" : "count";
    }
  }

  private static final class Extreme extends Fold {
    private final double[] best;
    private final boolean largest;

    Extreme(int size, boolean largest) {
      super(size);
      best = new double[size];
      java.util.Arrays.fill(best, Double.NaN);
      this.largest = largest;
    }

    @Override
    void add(int i, double value) {
      if (Double.isNaN(best[i]) || (largest ? value > best[i] : value < best[i])) {
        best[i] = value;
      }
    }

    @Override
    double result(int i) {
      return best[i];
    }

    @Override
    public long bytes() {
      return counts.length * ((long) Double.BYTES + Integer.BYTES);
    }

    @Override
    String name() {
      return largest ? "max" : "min";
    }
  }

  /** By Welford's method. */
  private static final class Deviation extends Fold {
    private final double[] means;
    private final double[] squares;
    private final boolean root;

    Deviation(int size, boolean root) {
      super(size);
      means = new double[size];
      squares = new double[size];
      this.root = root;
    }

    @Override
    void add(int i, double value) {
      if (counts[i] == 1) {
        means[i] = value;
        squares[i] = Double.isFinite(value) ? 0 : Double.NaN;
        return;
      }
      double delta = value - means[i];
      means[i] += delta / counts[i];
      squares[i] += delta * (value - means[i]);
    }

    @Override
    double result(int i) {
      double variance = squares[i] / counts[i];
      return root ? Math.sqrt(variance) : variance;
    }

    @Override
    public long bytes() {
      return counts.length * (2L * Double.BYTES + Integer.BYTES);
    }

    @Override
    String name() {
      return root ? "stddev" : "stdvar";
    }
  }
}

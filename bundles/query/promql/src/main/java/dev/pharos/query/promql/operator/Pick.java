package dev.pharos.query.promql.operator;

import dev.pharos.model.GoFloat;
import dev.pharos.model.Labels;
import dev.pharos.query.promql.column.Column;
import dev.pharos.query.promql.column.ColumnBuilder;
import dev.pharos.query.promql.column.EvaluationException;
import dev.pharos.query.promql.column.Sink;
import dev.pharos.query.promql.function.LabelHash;
import dev.pharos.query.promql.function.Sorting;
import dev.pharos.query.syntax.Aggregator;
import dev.pharos.query.syntax.Expr;
import dev.pharos.storage.api.StorageException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Aggregations that let some of the series through as they are: the largest, the first, a share.
 */
public final class Pick extends VectorOperator {

  /** Up to so many are found without sorting all of them. */
  private static final int FEW = 64;

  private final Expr.Aggregation aggregation;
  private final ScalarOperator parameter;
  private final VectorOperator input;
  private double[] parameters = new double[0];

  public Pick(
      Place place, Expr.Aggregation aggregation, ScalarOperator parameter, VectorOperator input) {
    super(place, List.of(parameter, input));
    this.aggregation = aggregation;
    this.parameter = parameter;
    this.input = input;
  }

  @Override
  boolean isNameless() {
    return input.isNameless();
  }

  @Override
  void produce(Sink sink) throws StorageException {
    parameters = parameter.values();
    checkParameters();
    for (Grouping.Group group : new Grouping(aggregation).of(columns(input))) {
      query().access().check();
      give(pick(group.columns), sink);
    }
  }

  private void checkParameters() {
    boolean ratio = aggregation.aggregator() == Aggregator.LIMIT_RATIO;
    for (int i = 0; i < parameters.length; i++) {
      double parameter = parameters[i];
      if (Double.isNaN(parameter)) {
        throw new EvaluationException((ratio ? "Ratio" : "Parameter") + " value is NaN");
      }
      if (ratio && Math.abs(parameter) > 1) {
        double capped = Math.signum(parameter);
        Expr at = aggregation.parameter();
        annotations().invalidRatio(parameter, capped, at == null ? aggregation.at() : at.at());
        parameters[i] = capped;
      }
    }
    if (!ratio) {
      checkOverflow(Arrays.stream(parameters).min().orElse(0));
      checkOverflow(Arrays.stream(parameters).max().orElse(0));
    }
  }

  private static void checkOverflow(double parameter) {
    if (parameter >= 0x1p63 || parameter < -0x1p63) {
      throw new EvaluationException(
          "Scalar value " + GoFloat.general(parameter) + " overflows int64");
    }
  }

  private List<Column> pick(List<Column> group) {
    boolean[][] keep = new boolean[group.size()][grid().size()];
    for (int step = 0; step < grid().size(); step++) {
      choose(group, step, keep);
    }
    List<Column> picked = new ArrayList<>();
    ColumnBuilder out = new ColumnBuilder(grid().size());
    for (int c = 0; c < group.size(); c++) {
      Column column = group.get(c);
      for (int i = column.first(); i < column.end(); i++) {
        if (keep[c][i]) {
          out.copy(i, column);
        }
      }
      Column kept = out.build(column.labels(), column.nameless());
      if (kept != null) {
        picked.add(kept);
      }
    }
    boolean ordered =
        aggregation.aggregator() == Aggregator.TOPK
            || aggregation.aggregator() == Aggregator.BOTTOMK;
    if (!query().range() && ordered && grid().size() == 1) {
      picked.sort(Sorting.byValue(aggregation.aggregator() == Aggregator.BOTTOMK));
    }
    return picked;
  }

  private void choose(List<Column> group, int step, boolean[][] keep) {
    switch (aggregation.aggregator()) {
      case TOPK -> best(group, step, false, keep);
      case BOTTOMK -> best(group, step, true, keep);
      case LIMITK -> {
        long left = (long) parameters[step];
        for (int c = 0; c < keep.length && left > 0; c++) {
          if (group.get(c).has(step)) {
            keep[c][step] = true;
            left--;
          }
        }
      }
      default -> {
        for (int c = 0; c < keep.length; c++) {
          keep[c][step] = isInShare(group.get(c).labels(), parameters[step]);
        }
      }
    }
  }

  private void best(List<Column> group, int step, boolean smallest, boolean[][] keep) {
    long k = (long) parameters[step];
    if (k < 1) {
      return;
    }
    int[] candidates = new int[group.size()];
    int size = 0;
    for (int c = 0; c < group.size(); c++) {
      if (!Column.isAbsent(group.get(c).value(step))) {
        candidates[size++] = c;
      } else if (group.get(c).histogram(step) != null) {
        annotations()
            .histogramIgnoredInAggregation(
                aggregation.aggregator().text(), aggregation.expr().at());
      }
    }
    int[] best =
        size <= k
            ? Arrays.copyOf(candidates, size)
            : k <= FEW
                ? few(group, step, smallest, candidates, size, (int) k)
                : many(group, step, smallest, candidates, size, (int) k);
    for (int c : best) {
      keep[c][step] = true;
    }
  }

  /** The {@code k} best candidates, each put where it belongs among those found so far. */
  private static int[] few(
      List<Column> group, int step, boolean smallest, int[] candidates, int size, int k) {
    int[] best = new int[k];
    double[] values = new double[k];
    int found = 0;
    for (int n = 0; n < size; n++) {
      double value = group.get(candidates[n]).value(step);
      if (found == k && !isBetter(value, values[k - 1], smallest)) {
        continue;
      }
      int place = found < k ? found++ : k - 1;
      while (place > 0 && isBetter(value, values[place - 1], smallest)) {
        values[place] = values[place - 1];
        best[place] = best[place - 1];
        place--;
      }
      values[place] = value;
      best[place] = candidates[n];
    }
    return best;
  }

  /** Whether a value comes before another; NaN comes last, of equal values the earlier stays. */
  private static boolean isBetter(double value, double other, boolean smallest) {
    if (Double.isNaN(other)) {
      return !Double.isNaN(value);
    }
    return smallest ? value < other : value > other;
  }

  private static int[] many(
      List<Column> group, int step, boolean smallest, int[] candidates, int size, int k) {
    return Arrays.stream(candidates, 0, size)
        .boxed()
        .sorted(byValueAt(group, step, smallest))
        .mapToInt(Integer::intValue)
        .limit(k)
        .toArray();
  }

  private static Comparator<Integer> byValueAt(List<Column> group, int step, boolean ascending) {
    return (one, other) -> {
      double a = group.get(one).value(step);
      double b = group.get(other).value(step);
      if (Double.isNaN(a) || Double.isNaN(b)) {
        return Boolean.compare(Double.isNaN(a), Double.isNaN(b));
      }
      return ascending ? Double.compare(a, b) : Double.compare(b, a);
    };
  }

  /** Whether a series is in the share: by its labels alone, so that it is always the same ones. */
  private static boolean isInShare(Labels labels, double ratio) {
    double place = unsigned(LabelHash.of(labels)) / 0x1p64;
    return ratio >= 0 ? place < ratio : place >= 1 + ratio;
  }

  /** The nearest number to an integer of 64 bits without a sign. */
  private static double unsigned(long bits) {
    // The lowest bit tells of those lost, so that what is rounded is rounded rightly.
    return bits >= 0 ? bits : 2.0 * ((bits >>> 1) | (bits & 1));
  }
}

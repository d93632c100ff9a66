package dev.pharos.query.promql.operator;

import dev.pharos.model.GoFloat;
import dev.pharos.model.Labels;
import dev.pharos.query.promql.column.Column;
import dev.pharos.query.promql.column.ColumnBuilder;
import dev.pharos.query.promql.column.EvaluationException;
import dev.pharos.query.promql.column.Sink;
import dev.pharos.query.promql.function.KeptHeap;
import dev.pharos.query.promql.function.LabelHash;
import dev.pharos.query.promql.histogram.GoMath;
import dev.pharos.query.syntax.Aggregator;
import dev.pharos.query.syntax.Expr;
import dev.pharos.query.syntax.Span;
import dev.pharos.storage.api.StorageException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Aggregations that let some of the series through as they are: the largest, the first, a share.
 */
public final class Pick extends VectorOperator {

  /** The least number that is not one of 64 bits any more, less what is lost in rounding. */
  private static final double OVERFLOWS = 0x1p63 - 1024;

  private final Expr.Aggregation aggregation;
  private final ScalarOperator parameter;
  private final VectorOperator input;
  private final KeptHeap heap;
  private double[] parameters = new double[0];

  public Pick(
      Place place, Expr.Aggregation aggregation, ScalarOperator parameter, VectorOperator input) {
    super(place, List.of(parameter, input));
    this.aggregation = aggregation;
    this.parameter = parameter;
    this.input = input;
    this.heap = new KeptHeap(aggregation.aggregator() == Aggregator.BOTTOMK);
  }

  @Override
  boolean isNameless() {
    return input.isNameless();
  }

  @Override
  void produce(Sink sink) throws StorageException {
    parameters = parameter.values();
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    for (double value : parameters) {
      least = GoMath.min(least, value);
      most = GoMath.max(most, value);
    }
    List<Column> columns = columns(input);
    if (aggregation.aggregator() == Aggregator.LIMIT_RATIO) {
      if (least == 0 && most == 0) {
        return;
      }
      checkRatios(least, most);
    } else {
      if (most < 1) {
        return;
      }
      checkCounts(least, most);
    }
    for (Grouping.Group group : new Grouping(aggregation).of(columns)) {
      query().access().check();
      give(pick(group.columns), sink);
    }
  }

  /** Of all that are no ratios the extremes are told. */
  private void checkRatios(double least, double most) {
    if (hasNaN()) {
      throw new EvaluationException("Ratio value is NaN");
    }
    Span at = parameter.expr().unwrapped().at();
    if (most > 1) {
      annotations().invalidRatio(most, 1, at);
    }
    if (least < -1) {
      annotations().invalidRatio(least, -1, at);
    }
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = Math.clamp(parameters[i], -1, 1);
    }
  }

  private void checkCounts(double least, double most) {
    if (hasNaN()) {
      throw new EvaluationException("Parameter value is NaN");
    }
    if (least <= Long.MIN_VALUE) {
      throw new EvaluationException("Scalar value " + GoFloat.general(least) + " underflows int64");
    }
    if (most >= OVERFLOWS) {
      throw new EvaluationException("Scalar value " + GoFloat.general(most) + " overflows int64");
    }
  }

  private boolean hasNaN() {
    return Arrays.stream(parameters).anyMatch(Double::isNaN);
  }

  private List<Column> pick(List<Column> group) {
    boolean[][] keep = new boolean[group.size()][grid().size()];
    for (int step = 0; step < grid().size(); step++) {
      choose(group, step, keep);
    }
    boolean byRank = !query().range() && ranks() && grid().size() == 1;
    int[] order = byRank ? heap.ranked() : IntStream.range(0, group.size()).toArray();
    List<Column> picked = new ArrayList<>();
    ColumnBuilder out = new ColumnBuilder(grid().size());
    for (int c : order) {
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
    return picked;
  }

  private boolean ranks() {
    return aggregation.aggregator() == Aggregator.TOPK
        || aggregation.aggregator() == Aggregator.BOTTOMK;
  }

  private void choose(List<Column> group, int step, boolean[][] keep) {
    switch (aggregation.aggregator()) {
      case TOPK, BOTTOMK -> best(group, step, keep);
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

  /** Chooses by value; those that are chosen at the last instant stay in the heap. */
  private void best(List<Column> group, int step, boolean[][] keep) {
    long k = (long) parameters[step];
    heap.restart(Math.clamp(k, 0, group.size()));
    if (k < 1) {
      return;
    }
    for (int c = 0; c < group.size(); c++) {
      double value = group.get(c).value(step);
      if (!Column.isAbsent(value)) {
        heap.offer(c, value);
      } else if (group.get(c).histogram(step) != null) {
        annotations()
            .histogramIgnoredInAggregation(aggregation.aggregator().text(), aggregation.at());
      }
    }
    for (int i = 0; i < heap.size(); i++) {
      keep[heap.item(i)][step] = true;
    }
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

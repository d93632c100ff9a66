package dev.pharos.query.promql;

import dev.pharos.model.GoFloat;
import dev.pharos.model.Labels;
import dev.pharos.model.NativeHistogram;
import dev.pharos.query.syntax.Expr;
import dev.pharos.query.syntax.Function;
import dev.pharos.query.syntax.Numbers;
import dev.pharos.storage.api.StorageException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Quantiles and fractions of histograms: of classic ones, whose buckets are series told apart by
 * {@code le}, and of native ones.
 */
final class BucketFunctions {

  private static final String LE = "le";

  /** One bucket's series. */
  private record Bucket(double upperBound, Column counts) {}

  /** The buckets of one histogram, by upper bound. */
  private static final class Group {
    final Labels labels;
    final boolean nameless;
    final String metric;
    final List<Bucket> buckets = new ArrayList<>();

    /** The native histogram of the same labels; null if there is none. */
    @Nullable Column histograms;

    Group(Column first, Labels labels) {
      this.labels = labels;
      this.nameless = first.nameless();
      this.metric = first.labels().metricName();
    }
  }

  private final Evaluator evaluator;
  private final Expr.Call call;
  private final Annotations annotations;
  private final boolean fraction;
  private final Expr vector;

  BucketFunctions(Evaluator evaluator, Expr.Call call) {
    this.evaluator = evaluator;
    this.call = call;
    this.annotations = evaluator.query().annotations();
    this.fraction = call.function() == Function.HISTOGRAM_FRACTION;
    this.vector =
        switch (call.function()) {
          case HISTOGRAM_QUANTILE -> call.arguments().get(1);
          case HISTOGRAM_FRACTION -> call.arguments().get(2);
          default -> call.arguments().get(0);
        };
  }

  List<Column> evaluate(Grid grid) throws StorageException {
    List<Group> groups = groups(evaluator.vector(vector, grid));
    List<Column> results = new ArrayList<>();
    if (fraction) {
      double[] lower = evaluator.scalars(call.arguments().get(0), grid);
      double[] upper = evaluator.scalars(call.arguments().get(1), grid);
      for (Group group : groups) {
        evaluate(group, grid, lower, upper, "", "", results);
      }
      return Names.merge(results);
    }
    boolean several = call.function() == Function.HISTOGRAM_QUANTILES;
    List<Expr> quantiles =
        several
            ? call.arguments().subList(2, call.arguments().size())
            : call.arguments().subList(0, 1);
    String label = several ? evaluator.text(call.arguments().get(1)) : "";
    if (several && !LabelFunctions.isValidName(label)) {
      throw new EvaluationException("invalid label name in histogram_quantiles(): " + label);
    }
    for (Expr quantile : quantiles) {
      double[] q = evaluator.scalars(quantile, grid);
      for (double value : q) {
        if (!(value >= 0 && value <= 1)) {
          annotations.invalidQuantile(value, quantile.at());
        }
      }
      String text = several ? quantileLabel(q[0]) : "";
      for (Group group : groups) {
        evaluate(group, grid, q, q, label, text, results);
      }
    }
    return Names.merge(results);
  }

  /** As client libraries write them: a whole number has a point too. */
  private static String quantileLabel(double q) {
    String text = GoFloat.general(q);
    boolean whole = text.chars().allMatch(c -> c == '-' || (c >= '0' && c <= '9'));
    return whole ? text + ".0" : text;
  }

  private List<Group> groups(List<Column> columns) {
    Map<Labels, Group> groups = new LinkedHashMap<>();
    for (Column column : columns) {
      if (column.hasHistograms()) {
        groups.computeIfAbsent(key(column), l -> new Group(column, column.labels())).histograms =
            column;
        continue;
      }
      String le = column.labels().get(LE);
      double bound;
      try {
        bound = Numbers.parse(le);
      } catch (IllegalArgumentException e) {
        annotations.badBucketLabel(column.labels().metricName(), le, vector.at());
        continue;
      }
      groups
          .computeIfAbsent(key(column), l -> new Group(column, column.labels().without(LE)))
          .buckets
          .add(new Bucket(bound, column));
    }
    for (Group group : groups.values()) {
      group.buckets.sort(Comparator.comparingDouble(Bucket::upperBound));
    }
    return List.copyOf(groups.values());
  }

  /** What the buckets of one histogram have in common; the name too, as long as it stays. */
  private Labels key(Column column) {
    Labels labels = column.labels().without(LE);
    return evaluator.names().delayed() ? labels : evaluator.names().without(labels);
  }

  private void evaluate(
      Group group,
      Grid grid,
      double[] first,
      double[] second,
      String label,
      String labelValue,
      List<Column> results) {
    ColumnBuilder out = new ColumnBuilder(grid.size());
    ClassicHistogram histogram = new ClassicHistogram(group.buckets.size());
    for (int i = 0; i < grid.size(); i++) {
      histogram.clear();
      for (Bucket bucket : group.buckets) {
        double count = bucket.counts().value(i);
        if (!Column.isAbsent(count)) {
          histogram.add(bucket.upperBound(), count);
        }
      }
      NativeHistogram one = group.histograms == null ? null : group.histograms.histogram(i);
      if (one != null && histogram.size() > 0) {
        annotations.mixedClassicAndNative(group.metric, vector.at());
      } else if (one != null) {
        BucketList buckets = new BucketList(FloatHistogram.of(one));
        double result =
            fraction ? buckets.fraction(first[i], second[i]) : buckets.quantile(first[i]);
        out.set(i, result);
        tellOfNaN(one, group.metric, Double.isNaN(result));
      } else if (histogram.size() > 0) {
        out.set(
            i, fraction ? histogram.fraction(first[i], second[i]) : histogram.quantile(first[i]));
        if (!histogram.raised().isEmpty()) {
          annotations.forcedMonotonicity(group.metric, vector.at(), histogram.raised(), grid.at(i));
        }
      }
    }
    Labels labels = label.isEmpty() ? group.labels : group.labels.with(label, labelValue);
    Column column = out.build(labels, group.nameless);
    if (column != null) {
      results.add(evaluator.names().drop(column));
    }
  }

  private void tellOfNaN(NativeHistogram histogram, String metric, boolean result) {
    if (Double.isNaN(histogram.sum())) {
      if (fraction) {
        annotations.nanExcludedFromFraction(metric, vector.at());
      } else if (result) {
        annotations.nanIsQuantile(metric, vector.at());
      } else {
        annotations.nanSkewsQuantile(metric, vector.at());
      }
    }
  }
}

package dev.pharos.query.promql.operator;

import dev.pharos.model.GoFloat;
import dev.pharos.model.Labels;
import dev.pharos.model.NativeHistogram;
import dev.pharos.query.promql.column.Column;
import dev.pharos.query.promql.column.ColumnBuilder;
import dev.pharos.query.promql.column.EvaluationException;
import dev.pharos.query.promql.column.Grid;
import dev.pharos.query.promql.column.Names;
import dev.pharos.query.promql.column.Sink;
import dev.pharos.query.promql.histogram.BucketList;
import dev.pharos.query.promql.histogram.ClassicHistogram;
import dev.pharos.query.promql.histogram.FloatHistogram;
import dev.pharos.query.syntax.Expr;
import dev.pharos.query.syntax.Function;
import dev.pharos.query.syntax.LabelName;
import dev.pharos.query.syntax.Numbers;
import dev.pharos.query.syntax.Span;
import dev.pharos.storage.api.StorageException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Quantiles and fractions of histograms: of classic ones, whose buckets are series told apart by
 * {@code le}, and of native ones.
 */
public final class BucketQuantiles extends VectorOperator {

  private static final String LE = "le";

  /** Digits, with underscores between them if wanted. */
  private static final String DIGITS = "\\d+(_\\d+)*";

  private static final Pattern DECIMAL =
      Pattern.compile(
          "[+-]?(D\\.?(D)?|\\.D)(e[+-]?D)?".replace("D", DIGITS), Pattern.CASE_INSENSITIVE);

  /** Without its exponent, Go takes none for a number. */
  private static final Pattern HEXADECIMAL =
      Pattern.compile(
          "[+-]?0x_?(H\\.?(H)?|\\.H)p[+-]?D"
              .replace("H", "[0-9a-f]+(_[0-9a-f]+)*")
              .replace("D", DIGITS),
          Pattern.CASE_INSENSITIVE);

  private static final Pattern NAMED =
      Pattern.compile("nan|[+-]?inf(inity)?", Pattern.CASE_INSENSITIVE);

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

    Group(Column first, Labels labels, String metric) {
      this.labels = labels;
      this.nameless = first.nameless();
      this.metric = metric;
    }
  }

  private final Expr.Call call;
  private final boolean fraction;

  /** The buckets as they stand in the query, for annotations(). */
  private final Expr vector;

  private final VectorOperator buckets;
  private final List<ScalarOperator> parameters;

  /** Takes the quantile where there are several; empty where there is one. */
  private final String label;

  /**
   * Makes the operator.
   *
   * @param parameters the bounds of {@code histogram_fraction()}, else the quantiles
   * @param label takes the quantile as text; empty for {@code histogram_quantile()}
   * @param inputs all inputs, in the order of the query's text
   */
  public BucketQuantiles(
      Place place,
      Expr.Call call,
      VectorOperator buckets,
      List<ScalarOperator> parameters,
      String label,
      List<? extends Operator> inputs) {
    super(place, inputs);
    this.call = call;
    this.buckets = buckets;
    this.parameters = parameters;
    this.label = label;
    this.fraction = call.function() == Function.HISTOGRAM_FRACTION;
    this.vector = call.arguments().get(vectorAt(call.function())).unwrapped();
  }

  /** Which argument of a function is the buckets. */
  static int vectorAt(Function function) {
    return switch (function) {
      case HISTOGRAM_QUANTILE -> 1;
      case HISTOGRAM_FRACTION -> 2;
      default -> 0;
    };
  }

  @Override
  void produce(Sink sink) throws StorageException {
    List<Group> groups = groups(columns(buckets));
    List<Column> results = new ArrayList<>();
    if (fraction) {
      double[] lower = parameters.get(0).values();
      double[] upper = parameters.get(1).values();
      for (Group group : groups) {
        evaluate(group, lower, upper, "", results);
      }
    } else {
      quantiles(groups, results);
    }
    give(Names.merge(results), sink);
  }

  private void quantiles(List<Group> groups, List<Column> results) throws StorageException {
    boolean several = call.function() == Function.HISTOGRAM_QUANTILES;
    if (several && !LabelName.isValid(label)) {
      throw new EvaluationException("invalid label name in histogram_quantiles(): " + label);
    }
    for (ScalarOperator parameter : parameters) {
      double[] q = parameter.values();
      for (double value : q) {
        if (!(value >= 0 && value <= 1)) {
          annotations().invalidQuantile(value, parameter.expr().unwrapped().at());
        }
      }
      String text = several ? quantileLabel(q[0]) : "";
      for (Group group : groups) {
        evaluate(group, q, q, text, results);
      }
    }
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
        groups.computeIfAbsent(column.labels(), l -> new Group(column, l, nameOf(column)))
                .histograms =
            column;
      }
      if (!hasValues(column)) {
        continue;
      }
      String le = column.labels().get(LE);
      double bound;
      try {
        bound = bound(le);
      } catch (IllegalArgumentException e) {
        annotations().badBucketLabel(nameOf(column), le, vector.at());
        continue;
      }
      groups
          .computeIfAbsent(column.labels().without(LE), l -> new Group(column, l, nameOf(column)))
          .buckets
          .add(new Bucket(bound, column));
    }
    for (Group group : groups.values()) {
      group.buckets.sort(Comparator.comparingDouble(Bucket::upperBound));
    }
    return List.copyOf(groups.values());
  }

  /** Reads a number as Go does, which takes less for one than the language of queries. */
  private static double bound(String le) {
    if (NAMED.matcher(le).matches()) {
      return Numbers.parse(le);
    }
    if (!DECIMAL.matcher(le).matches() && !HEXADECIMAL.matcher(le).matches()) {
      throw new IllegalArgumentException("no number: " + le);
    }
    double bound = Double.parseDouble(le.replace("_", ""));
    if (Double.isInfinite(bound)) {
      throw new IllegalArgumentException("out of range: " + le);
    }
    return bound;
  }

  private static boolean hasValues(Column column) {
    for (double value : column.values()) {
      if (!Column.isAbsent(value)) {
        return true;
      }
    }
    return false;
  }

  /** As annotations name a metric: not at all where its name goes at once. */
  private String nameOf(Column column) {
    return names().delayed() ? column.labels().metricName() : "";
  }

  private void evaluate(
      Group group, double[] first, double[] second, String labelValue, List<Column> results) {
    query().access().check();
    Grid grid = grid();
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
        annotations().mixedClassicAndNative(group.metric, vector.at());
      } else if (one != null) {
        BucketList list = new BucketList(FloatHistogram.of(one));
        out.set(i, fraction ? list.fraction(first[i], second[i]) : list.quantile(first[i]));
        tellOf(list.undefined(), group.metric);
      } else if (histogram.size() > 0) {
        out.set(
            i, fraction ? histogram.fraction(first[i], second[i]) : histogram.quantile(first[i]));
        if (!histogram.raised().isEmpty()) {
          annotations()
              .forcedMonotonicity(group.metric, vector.at(), histogram.raised(), grid.at(i));
        }
      }
    }
    Labels labels = label.isEmpty() ? group.labels : group.labels.with(label, labelValue);
    Column column = out.build(labels, group.nameless);
    if (column != null) {
      results.add(names().drop(column));
    }
  }

  private void tellOf(BucketList.Undefined undefined, String metric) {
    Span at = vector.at();
    switch (undefined) {
      case NOTHING -> {}
      case SKEWED -> annotations().nanSkewsQuantile(metric, at);
      case RESULT -> annotations().nanIsQuantile(metric, at);
      case EXCLUDED -> annotations().nanExcludedFromFraction(metric, at);
    }
  }
}

package dev.pharos.query.promql;

import dev.pharos.model.GoFloat;
import dev.pharos.model.Labels;
import dev.pharos.model.NativeHistogram;
import dev.pharos.query.syntax.Expr;
import dev.pharos.storage.api.StorageException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes few series out of many, group by group. */
final class Aggregations {

  /** Series whose grouping labels are the same. */
  private static final class Group {
    final Labels labels;
    final List<Column> columns = new ArrayList<>();
    boolean nameless;

    Group(Labels labels) {
      this.labels = labels;
    }
  }

  private final Evaluator evaluator;
  private final Expr.Aggregation aggregation;
  private final Grid grid;
  private final Annotations annotations;

  private Aggregations(Evaluator evaluator, Expr.Aggregation aggregation, Grid grid) {
    this.evaluator = evaluator;
    this.aggregation = aggregation;
    this.grid = grid;
    this.annotations = evaluator.query().annotations();
  }

  static Value evaluate(Evaluator evaluator, Expr.Aggregation aggregation, Grid grid)
      throws StorageException {
    return new Value.Vector(new Aggregations(evaluator, aggregation, grid).evaluate());
  }

  private List<Column> evaluate() throws StorageException {
    return switch (aggregation.aggregator()) {
      case SUM, AVG, COUNT, MIN, MAX, GROUP, STDDEV, STDVAR -> fold();
      case QUANTILE -> quantile(parameters());
      case TOPK, BOTTOMK, LIMITK, LIMIT_RATIO -> {
        double[] parameters = parameters();
        List<Column> columns = evaluator.vector(aggregation.expr(), grid);
        yield new Picking(evaluator, aggregation, grid, parameters)
            .pick(groups(columns).stream().map(group -> group.columns).toList());
      }
      case COUNT_VALUES -> countValues(parameterText());
    };
  }

  private Expr parameter() {
    Expr parameter = aggregation.parameter();
    if (parameter == null) {
      throw new IllegalStateException("no parameter: " + aggregation);
    }
    return parameter;
  }

  private double[] parameters() throws StorageException {
    return evaluator.scalars(parameter(), grid);
  }

  private String parameterText() {
    return evaluator.text(parameter());
  }

  private List<Group> groups(List<Column> columns) {
    LabelSets grouping = grouping();
    Map<Labels, Group> groups = new LinkedHashMap<>();
    for (Column column : columns) {
      Group group = groups.computeIfAbsent(grouping.of(column.labels()), Group::new);
      group.columns.add(column);
      group.nameless |= column.nameless();
    }
    return List.copyOf(groups.values());
  }

  private LabelSets grouping() {
    if (!aggregation.without()) {
      return LabelSets.keeping(aggregation.grouping());
    }
    List<String> dropped = new ArrayList<>(aggregation.grouping());
    dropped.addAll(Names.schemaLabels());
    return LabelSets.dropping(dropped);
  }

  private List<Column> fold() throws StorageException {
    List<Column> results = new ArrayList<>();
    ColumnBuilder out = new ColumnBuilder(grid.size());
    for (Group group : groups(evaluator.vector(aggregation.expr(), grid))) {
      Fold fold = Fold.of(aggregation.aggregator(), grid.size());
      for (Column column : group.columns) {
        evaluator.query().access().check();
        fold.add(column);
      }
      fold.finish(out, annotations, aggregation.expr().at());
      add(out, group, results);
    }
    return results;
  }

  private static void add(ColumnBuilder out, Group group, List<Column> results) {
    boolean nameless = group.nameless && group.labels.has(Labels.METRIC_NAME);
    Column column = out.build(group.labels, nameless);
    if (column != null) {
      results.add(column);
    }
  }

  private List<Column> quantile(double[] parameters) throws StorageException {
    for (double q : parameters) {
      if (!(q >= 0 && q <= 1)) {
        annotations.invalidQuantile(q, parameter().at());
      }
    }
    List<Column> results = new ArrayList<>();
    ColumnBuilder out = new ColumnBuilder(grid.size());
    for (Group group : groups(evaluator.vector(aggregation.expr(), grid))) {
      double[] values = new double[group.columns.size()];
      for (int i = 0; i < grid.size(); i++) {
        int n = 0;
        for (Column column : group.columns) {
          double value = column.value(i);
          if (!Column.isAbsent(value)) {
            values[n++] = value;
          } else if (column.histogram(i) != null) {
            annotations.histogramIgnoredInAggregation("quantile", aggregation.expr().at());
          }
        }
        if (n > 0) {
          out.set(i, Quantiles.ofUnsorted(parameters[i], Arrays.copyOf(values, n)));
        }
      }
      add(out, group, results);
    }
    return results;
  }

  private List<Column> countValues(String label) throws StorageException {
    if (!LabelFunctions.isValidName(label)) {
      throw new EvaluationException("invalid label name " + LabelFunctions.quoted(label));
    }
    LabelSets grouping = grouping();
    Map<Labels, double[]> counts = new LinkedHashMap<>();
    Map<Labels, Map<String, Labels>> labelled = new HashMap<>();
    for (Column column : evaluator.vector(aggregation.expr(), grid)) {
      Labels group = grouping.of(column.labels());
      Map<String, Labels> byValue = labelled.computeIfAbsent(group, g -> new HashMap<>());
      for (int i = column.first(); i < column.end(); i++) {
        if (!column.has(i)) {
          continue;
        }
        NativeHistogram histogram = column.histogram(i);
        String value =
            histogram == null ? GoFloat.plain(column.value(i)) : HistogramText.of(histogram);
        Labels labels = byValue.computeIfAbsent(value, v -> group.with(label, v));
        double[] count = counts.computeIfAbsent(labels, l -> new double[grid.size()]);
        count[i]++;
      }
    }
    List<Column> results = new ArrayList<>();
    ColumnBuilder out = new ColumnBuilder(grid.size());
    counts.forEach(
        (labels, count) -> {
          for (int i = 0; i < count.length; i++) {
            if (count[i] > 0) {
              out.set(i, count[i]);
            }
          }
          Column column = out.build(labels, false);
          if (column != null) {
            results.add(column);
          }
        });
    return results;
  }
}

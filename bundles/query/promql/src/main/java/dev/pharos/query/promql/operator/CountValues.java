package dev.pharos.query.promql.operator;

import dev.pharos.model.GoFloat;
import dev.pharos.model.Labels;
import dev.pharos.model.NativeHistogram;
import dev.pharos.model.Quoted;
import dev.pharos.query.promql.column.Column;
import dev.pharos.query.promql.column.ColumnBuilder;
import dev.pharos.query.promql.column.EvaluationException;
import dev.pharos.query.promql.column.Sink;
import dev.pharos.query.promql.histogram.HistogramText;
import dev.pharos.query.syntax.Expr;
import dev.pharos.query.syntax.LabelName;
import dev.pharos.storage.api.StorageException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code count_values()}: how many series of each group have each value. */
public final class CountValues extends VectorOperator {

  private static final double[] NONE = {};

  private final String label;

  /** Whether series are told apart by the value at all, and not grouped without it. */
  private final boolean apart;

  private final VectorOperator input;
  private final Grouping grouping;
  private final Map<Labels, double[]> counts = new LinkedHashMap<>();
  private final Map<Labels, Map<String, Labels>> labelled = new HashMap<>();

  /**
   * Makes the operator.
   *
   * @param label takes the value as text
   */
  public CountValues(
      Place place, Expr.Aggregation aggregation, String label, VectorOperator input) {
    super(place, List.of(input));
    this.label = label;
    this.apart =
        !aggregation.without()
            || !(aggregation.grouping().contains(label) || label.equals(Labels.METRIC_NAME));
    this.input = input;
    this.grouping = new Grouping(aggregation);
  }

  @Override
  void produce(Sink sink) throws StorageException {
    if (!LabelName.isValid(label)) {
      throw new EvaluationException("invalid label name " + Quoted.quote(label));
    }
    input.stream(this::count);
    ColumnBuilder out = new ColumnBuilder(grid().size());
    for (Map.Entry<Labels, double[]> entry : counts.entrySet()) {
      double[] count = entry.getValue();
      for (int i = 0; i < count.length; i++) {
        if (count[i] > 0) {
          out.set(i, count[i]);
        }
      }
      Column column = out.build(entry.getKey(), false);
      if (column != null) {
        sink.take(column);
      }
    }
  }

  private void count(Column column) {
    query().access().check();
    Labels group = grouping.of(column);
    Map<String, Labels> byValue = labelled.computeIfAbsent(group, g -> new HashMap<>());
    double[] count = NONE;
    long counted = 0;
    for (int i = column.first(); i < column.end(); i++) {
      NativeHistogram histogram = column.histogram(i);
      double value = column.value(i);
      if (histogram != null) {
        counts(group, byValue, HistogramText.of(histogram))[i]++;
      } else if (!Column.isAbsent(value)) {
        // Most of what is counted stays as it is for long: no text is made of it again.
        long bits = Double.doubleToLongBits(value);
        if (count.length == 0 || bits != counted) {
          count = counts(group, byValue, GoFloat.plain(value));
          counted = bits;
        }
        count[i]++;
      }
    }
  }

  private double[] counts(Labels group, Map<String, Labels> byValue, String value) {
    Labels labels = byValue.computeIfAbsent(value, v -> apart ? group.with(label, v) : group);
    return counts.computeIfAbsent(labels, l -> newCounts());
  }

  private double[] newCounts() {
    double[] count = new double[grid().size()];
    tally().hold(count.length, (long) count.length * Double.BYTES);
    return count;
  }
}

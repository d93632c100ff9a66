package dev.pharos.query.promql.column;

import dev.pharos.model.Labels;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Takes names of metrics away where a computation has made them untrue. */
public final class Names {

  /** What is true of a metric as it was written, and of nothing computed from it. */
  private static final List<String> SCHEMA = List.of(Labels.METRIC_NAME, "__type__", "__unit__");

  private static final LabelSets DROPPING = LabelSets.dropping(SCHEMA);

  private final boolean delayed;

  Names(Dialect dialect) {
    this.delayed = dialect.delayedNameRemoval();
  }

  /** Whether labels include any that are true of a metric as it was written. */
  public static boolean isNamed(Labels labels) {
    return SCHEMA.stream().anyMatch(labels::has);
  }

  /** Whether these are all labels that are true of a metric as it was written. */
  public static boolean areOfMetric(List<String> labels) {
    return labels.containsAll(SCHEMA);
  }

  /** Whether a label is true of a metric as it was written. */
  public static boolean isOfMetric(String label) {
    return SCHEMA.contains(label);
  }

  /** Labels without those that name a metric. */
  public Labels without(Labels labels) {
    return DROPPING.of(labels);
  }

  /** A column that has lost its name, at once or, where that is delayed, in the end. */
  public Column drop(Column column) {
    return delayed
        ? column.labelled(column.labels(), true)
        : column.labelled(without(column.labels()), false);
  }

  /** Whether names go in the end only. */
  public boolean delayed() {
    return delayed;
  }

  /** Takes the names away that were only marked until now. */
  public List<Column> settle(List<Column> columns) {
    boolean any = false;
    for (Column column : columns) {
      any |= column.nameless();
    }
    if (!any) {
      return columns;
    }
    List<Column> settled = new ArrayList<>(columns.size());
    for (Column column : columns) {
      settled.add(column.nameless() ? column.labelled(without(column.labels()), false) : column);
    }
    return merge(settled);
  }

  /**
   * Makes columns with the same labels one.
   *
   * @throws EvaluationException if two of them have a sample at the same instant
   */
  public static List<Column> merge(List<Column> columns) {
    Map<Labels, Integer> places = HashMap.newHashMap(columns.size());
    List<Column> merged = new ArrayList<>(columns.size());
    for (Column column : columns) {
      Integer place = places.putIfAbsent(column.labels(), merged.size());
      if (place == null) {
        merged.add(column);
      } else {
        merged.set(place, merge(merged.get(place), column));
      }
    }
    return merged;
  }

  /** Two series have come to the same labels. */
  public static EvaluationException duplicate() {
    return new EvaluationException("vector cannot contain metrics with the same labelset");
  }

  private static Column merge(Column one, Column other) {
    int end = Math.max(one.end(), other.end());
    ColumnBuilder both = new ColumnBuilder(end);
    for (int i = Math.min(one.first(), other.first()); i < end; i++) {
      if (one.has(i) && other.has(i)) {
        throw duplicate();
      }
      both.copy(i, one.has(i) ? one : other);
    }
    Column column = both.build(one.labels(), one.nameless() || other.nameless());
    return column == null ? one : column;
  }
}

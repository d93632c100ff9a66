package dev.pharos.query.promql.operator;

import dev.pharos.model.Labels;
import dev.pharos.query.promql.column.Column;
import dev.pharos.query.promql.column.LabelSets;
import dev.pharos.query.promql.column.Names;
import dev.pharos.query.syntax.Expr;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which series an aggregation takes together: those whose grouping labels are the same. */
final class Grouping {

  /** Series that are taken together, in the order of their coming. */
  static final class Group {
    final Labels labels;
    final List<Column> columns = new ArrayList<>();

    Group(Labels labels) {
      this.labels = labels;
    }

    /** Whether what comes out is to lose its name in the end. */
    boolean isNameless() {
      boolean nameless = false;
      for (Column column : columns) {
        nameless |= column.nameless();
      }
      return nameless && Names.isNamed(labels);
    }
  }

  private final LabelSets kept;
  private final boolean nameless;

  Grouping(Expr.Aggregation aggregation) {
    if (aggregation.without()) {
      List<String> dropped = new ArrayList<>(aggregation.grouping());
      dropped.add(Labels.METRIC_NAME);
      kept = LabelSets.dropping(dropped);
      nameless = Names.areOfMetric(dropped);
    } else {
      kept = LabelSets.keeping(aggregation.grouping());
      nameless = aggregation.grouping().stream().noneMatch(Names::isOfMetric);
    }
  }

  /** Whether groups have no labels that are true of a metric alone. */
  boolean isNameless() {
    return nameless;
  }

  /** The labels of the group of a series. */
  Labels of(Column column) {
    return kept.of(column.labels());
  }

  /** The groups of all columns, in the order of their coming. */
  List<Group> of(List<Column> columns) {
    Map<Labels, Group> groups = new LinkedHashMap<>();
    for (Column column : columns) {
      groups.computeIfAbsent(of(column), Group::new).columns.add(column);
    }
    return List.copyOf(groups.values());
  }
}

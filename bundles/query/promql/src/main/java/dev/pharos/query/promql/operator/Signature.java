package dev.pharos.query.promql.operator;

import dev.pharos.model.Labels;
import dev.pharos.query.promql.column.Column;
import dev.pharos.query.promql.column.LabelSets;
import dev.pharos.query.syntax.Expr.Matching;
import java.util.ArrayList;
import java.util.List;

/** The labels by which series of two vectors find each other. */
final class Signature {

  private final LabelSets labels;

  Signature(Matching matching) {
    if (matching.on()) {
      labels = LabelSets.keeping(matching.labels());
    } else {
      List<String> dropped = new ArrayList<>(matching.labels());
      dropped.add(Labels.METRIC_NAME);
      labels = LabelSets.dropping(dropped);
    }
  }

  Labels of(Column column) {
    return labels.of(column.labels());
  }
}

package dev.pharos.query.promql.operator;

import dev.pharos.model.Labels;
import dev.pharos.query.promql.column.Column;
import dev.pharos.query.promql.column.EvaluationException;
import dev.pharos.query.promql.column.Names;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Watches whether series that lose their names one after the other are still told apart by their
 * labels.
 *
 * <p>As long as all of them lose nothing but one and the same name, as those of one metric do, that
 * is certain and nothing has to be compared.
 */
final class Apart {

  private final Names names;
  private boolean certain = true;
  private @Nullable String metric;

  /** Labels of those that have been checked, hashed only once something is uncertain. */
  private final List<Labels> before = new ArrayList<>();

  private @Nullable Set<Labels> hashed;

  Apart(Names names) {
    this.names = names;
  }

  /** A column without its name. */
  Column drop(Column column) {
    Column dropped = names.drop(column);
    if (!names.delayed()) {
      String name = column.labels().metricName();
      if (metric == null) {
        metric = name;
      }
      int lost = column.labels().size() - dropped.labels().size();
      certain &= lost == (name.isEmpty() ? 0 : 1) && name.equals(metric);
    }
    return dropped;
  }

  /** Whether those dropped so far are certain to have different labels. */
  boolean isCertain() {
    return certain;
  }

  /**
   * A column that no other one may be called like, unless names go in the end.
   *
   * @throws EvaluationException if another one has the same labels
   */
  Column check(Column column) {
    if (!names.delayed()) {
      if (certain) {
        before.add(column.labels());
      } else {
        if (hashed == null) {
          hashed = new HashSet<>(before);
        }
        if (!hashed.add(column.labels())) {
          throw Names.duplicate();
        }
      }
    }
    return column;
  }
}

package dev.pharos.query.promql;

import dev.pharos.model.Labels;
import dev.pharos.query.syntax.BinaryOperator;
import dev.pharos.query.syntax.Expr;
import dev.pharos.query.syntax.Expr.Cardinality;
import dev.pharos.query.syntax.Expr.Matching;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code and}, {@code or} and {@code unless}: they ask whether series are there, not for values.
 */
final class SetOperations {

  private final Signature signature;
  private final BinaryOperator operator;

  SetOperations(Expr.Binary binary) {
    Matching matching = binary.matching();
    this.operator = binary.operator();
    this.signature =
        new Signature(matching == null ? Matching.all(Cardinality.MANY_TO_MANY) : matching);
  }

  List<Column> evaluate(List<Column> left, List<Column> right, Grid grid) {
    return switch (operator) {
      case AND -> filtered(left, presence(right, grid), true, grid);
      case UNLESS -> filtered(left, presence(right, grid), false, grid);
      default -> {
        List<Column> all = new ArrayList<>(left);
        all.addAll(filtered(right, presence(left, grid), false, grid));
        yield Names.merge(all);
      }
    };
  }

  /** At which instants there is a series of each signature. */
  private Map<Labels, boolean[]> presence(List<Column> columns, Grid grid) {
    Map<Labels, boolean[]> presence = new HashMap<>();
    for (Column column : columns) {
      boolean[] present =
          presence.computeIfAbsent(signature.of(column), s -> new boolean[grid.size()]);
      for (int i = column.first(); i < column.end(); i++) {
        present[i] |= column.has(i);
      }
    }
    return presence;
  }

  private List<Column> filtered(
      List<Column> columns, Map<Labels, boolean[]> presence, boolean wanted, Grid grid) {
    List<Column> results = new ArrayList<>();
    ColumnBuilder out = new ColumnBuilder(grid.size());
    for (Column column : columns) {
      boolean @Nullable [] present = presence.get(signature.of(column));
      if (present == null) {
        if (!wanted) {
          results.add(column);
        }
        continue;
      }
      for (int i = column.first(); i < column.end(); i++) {
        if (present[i] == wanted) {
          out.copy(i, column);
        }
      }
      Column result = out.build(column.labels(), column.nameless());
      if (result != null) {
        results.add(result);
      }
    }
    return results;
  }
}

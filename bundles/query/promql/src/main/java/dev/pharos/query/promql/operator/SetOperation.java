package dev.pharos.query.promql.operator;

import dev.pharos.model.Labels;
import dev.pharos.query.promql.column.Column;
import dev.pharos.query.promql.column.ColumnBuilder;
import dev.pharos.query.promql.column.Names;
import dev.pharos.query.promql.column.Sink;
import dev.pharos.query.syntax.BinaryOperator;
import dev.pharos.query.syntax.Expr;
import dev.pharos.query.syntax.Expr.Cardinality;
import dev.pharos.query.syntax.Expr.Matching;
import dev.pharos.storage.api.StorageException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code and}, {@code or} and {@code unless}: they ask whether series are there, not for values.
 */
public final class SetOperation extends VectorOperator {

  private final Signature signature;
  private final BinaryOperator operator;
  private final VectorOperator left;
  private final VectorOperator right;
  private final ColumnBuilder out;

  /** At which instants there is a series of each signature on the other side. */
  private final Map<Labels, boolean[]> presence = new HashMap<>();

  public SetOperation(Place place, Expr.Binary binary, VectorOperator left, VectorOperator right) {
    super(place, List.of(left, right));
    Matching matching = binary.matching();
    this.operator = binary.operator();
    this.signature =
        new Signature(matching == null ? Matching.all(Cardinality.MANY_TO_MANY) : matching);
    this.left = left;
    this.right = right;
    this.out = new ColumnBuilder(place.grid().size());
  }

  @Override
  boolean isNameless() {
    return left.isNameless() && (operator != BinaryOperator.OR || right.isNameless());
  }

  @Override
  void produce(Sink sink) throws StorageException {
    List<Column> first = columns(left);
    if (operator == BinaryOperator.OR) {
      for (Column column : first) {
        mark(column);
      }
      List<Column> all = new ArrayList<>(first);
      right.stream(
          column -> {
            Column kept = filtered(column, false);
            if (kept != null) {
              tally().hold(kept);
              all.add(kept);
            }
          });
      give(Names.merge(all), sink);
    } else {
      right.stream(this::mark);
      for (Column column : first) {
        Column kept = filtered(column, operator == BinaryOperator.AND);
        if (kept != null) {
          sink.take(kept);
        }
      }
    }
    presence.clear();
  }

  private void mark(Column column) {
    column.markPresent(
        presence.computeIfAbsent(signature.of(column), s -> new boolean[grid().size()]));
  }

  /**
   * What is left of a column; null if nothing is.
   *
   * @param wanted whether the other side is to be there
   */
  private @Nullable Column filtered(Column column, boolean wanted) {
    boolean[] present = presence.get(signature.of(column));
    if (present == null) {
      return wanted ? null : column;
    }
    for (int i = column.first(); i < column.end(); i++) {
      if (present[i] == wanted) {
        out.copy(i, column);
      }
    }
    return out.build(column.labels(), column.nameless());
  }
}

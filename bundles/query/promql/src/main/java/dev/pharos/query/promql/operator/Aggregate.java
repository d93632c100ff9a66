package dev.pharos.query.promql.operator;

import dev.pharos.model.Labels;
import dev.pharos.query.promql.column.Column;
import dev.pharos.query.promql.column.ColumnBuilder;
import dev.pharos.query.promql.column.Names;
import dev.pharos.query.promql.column.Sink;
import dev.pharos.query.promql.function.Fold;
import dev.pharos.query.syntax.Expr;
import dev.pharos.storage.api.StorageException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Folds series into one per group as they come, in the order of their coming, so that none but the
 * first of a group is held.
 */
public final class Aggregate extends VectorOperator {

  /** A group: its only series so far, or what several have come to. */
  private static final class Group {
    @Nullable Column only;
    @Nullable Fold fold;
    boolean nameless;
  }

  private final Expr.Aggregation aggregation;
  private final VectorOperator input;
  private final Grouping grouping;
  private final Map<Labels, Group> groups = new LinkedHashMap<>();

  public Aggregate(Place place, Expr.Aggregation aggregation, VectorOperator input) {
    super(place, List.of(input));
    this.aggregation = aggregation;
    this.input = input;
    this.grouping = new Grouping(aggregation);
  }

  @Override
  boolean isNameless() {
    return grouping.isNameless();
  }

  @Override
  void produce(Sink sink) throws StorageException {
    input.stream(this::add);
    ColumnBuilder out = new ColumnBuilder(grid().size());
    for (Map.Entry<Labels, Group> entry : groups.entrySet()) {
      Labels labels = entry.getKey();
      Group group = entry.getValue();
      fold(group).finish(out, annotations(), aggregation.expr().unwrapped().at());
      Column column = out.build(labels, group.nameless && Names.isNamed(labels));
      if (column != null) {
        sink.take(column);
      }
    }
    groups.clear();
  }

  private void add(Column column) {
    query().access().check();
    Group group = groups.computeIfAbsent(grouping.of(column), labels -> new Group());
    group.nameless |= column.nameless();
    if (group.fold == null && group.only == null) {
      tally().hold(column);
      group.only = column;
      return;
    }
    if (group.fold == null) {
      if (group.only != null) {
        tally().release(group.only);
      }
      Fold fold = fold(group);
      tally().hold(grid().size(), fold.bytes());
      group.fold = fold;
      group.only = null;
    }
    group.fold.add(column);
  }

  private Fold fold(Group group) {
    if (group.fold != null) {
      return group.fold;
    }
    Fold fold = Fold.of(aggregation.aggregator(), grid().size());
    if (group.only != null) {
      fold.add(group.only);
    }
    return fold;
  }
}

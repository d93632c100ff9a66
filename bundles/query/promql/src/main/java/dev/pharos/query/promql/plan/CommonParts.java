package dev.pharos.query.promql.plan;

import dev.pharos.query.promql.column.QueryContext;
import dev.pharos.query.promql.operator.Place;
import dev.pharos.query.promql.operator.Shared;
import dev.pharos.query.promql.operator.VectorOperator;
import dev.pharos.query.syntax.Expr;
import dev.pharos.query.syntax.ValueType;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The parts of a query that stand in it more than once, be it selectors or whole subtrees: each is
 * planned once for the same instants, as a {@link Shared} operator.
 *
 * <p>What such an operator has to remark, it remarks for all the places in the query's text.
 */
final class CommonParts {

  /** A part of a query and for what it is wanted; parts are equal if they mean the same. */
  private record Wanted(Expr expr, Planner.Scope scope) {}

  /** An operator and the text that it was made of. */
  private record Planned(Expr expr, Shared operator) {}

  private final QueryContext query;
  private final Set<Expr> repeated = new HashSet<>();
  private final Map<Wanted, Planned> planned = new HashMap<>();

  private CommonParts(QueryContext query) {
    this.query = query;
  }

  static CommonParts of(QueryContext query, Expr root) {
    CommonParts parts = new CommonParts(query);
    if (selectors(root) > 1) {
      parts.find(root, new HashSet<>());
    }
    return parts;
  }

  private static int selectors(Expr expr) {
    if (expr instanceof Expr.VectorSelector) {
      return 1;
    }
    int selectors = 0;
    for (Expr child : expr.children()) {
      selectors += selectors(child);
    }
    return selectors;
  }

  private void find(Expr expr, Set<Expr> seen) {
    Expr bare = Planner.bare(expr);
    if (bare.type() == ValueType.VECTOR && !seen.add(bare)) {
      repeated.add(bare);
    }
    if (!(bare instanceof Expr.MatrixSelector)) {
      bare.children().forEach(child -> find(child, seen));
    }
  }

  /** Whether a part without parentheses around it stands in the query more than once. */
  boolean isRepeated(Expr bare) {
    return !repeated.isEmpty() && repeated.contains(bare);
  }

  /** The operator of a repeated part, made where it is wanted first. */
  VectorOperator shared(Place place, Planner.Scope scope, Supplier<VectorOperator> maker) {
    Wanted wanted = new Wanted(place.expr(), scope);
    Planned before = planned.get(wanted);
    if (before != null) {
      remarkToo(before.expr(), place.expr());
      before.operator().addPlace();
      return before.operator();
    }
    Shared operator = new Shared(place, maker.get());
    operator.addPlace();
    planned.put(wanted, new Planned(place.expr(), operator));
    return operator;
  }

  /** Repeats remarks on one tree for an equal one that stands elsewhere. */
  private void remarkToo(Expr first, Expr other) {
    query.annotations().sameAs(first, other);
    List<Expr> firstChildren = first.children();
    List<Expr> otherChildren = other.children();
    for (int i = 0; i < firstChildren.size(); i++) {
      remarkToo(firstChildren.get(i), otherChildren.get(i));
    }
  }
}

package dev.pharos.query.promql.plan;

import dev.pharos.query.syntax.Expr;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/** The parts of a query that mean the same at every instant. */
final class Invariants {

  private final Set<Expr> parts = Collections.newSetFromMap(new IdentityHashMap<>());

  private Invariants() {}

  static Invariants of(Expr root) {
    Invariants invariants = new Invariants();
    invariants.find(root);
    return invariants;
  }

  boolean contains(Expr expr) {
    return parts.contains(expr);
  }

  private boolean find(Expr expr) {
    boolean children = true;
    for (Expr child : expr.children()) {
      children &= find(child);
    }
    boolean here =
        switch (expr) {
          case Expr.NumberLiteral number -> true;
          case Expr.StringLiteral string -> true;
          case Expr.VectorSelector selector -> selector.shift().instant() != null;
          case Expr.MatrixSelector matrix -> matrix.selector().shift().instant() != null;
          case Expr.Subquery subquery -> subquery.shift().instant() != null;
          case Expr.Call call -> children && !call.function().dependsOnInstant();
          case Expr.Unary unary -> children;
          case Expr.Binary binary -> children;
          // Of an aggregation its parameter is not asked, which so counts at the first instant.
          case Expr.Aggregation aggregation -> contains(aggregation.expr());
          case Expr.Paren paren -> children;
        };
    if (here) {
      parts.add(expr);
    }
    return here;
  }
}

package dev.pharos.query.promql.plan;

import dev.pharos.query.api.QueryTrace;
import dev.pharos.query.promql.column.SampleCount;
import dev.pharos.query.promql.column.Tally;
import dev.pharos.query.promql.operator.Once;
import dev.pharos.query.promql.operator.OnceScalar;
import dev.pharos.query.promql.operator.Operator;
import dev.pharos.query.promql.operator.Shared;
import dev.pharos.query.promql.operator.Subquery;
import dev.pharos.query.syntax.Expr;
import dev.pharos.query.syntax.Printer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** Reads off a plan that has run what its operators cost. */
final class Traces {

  private final Set<Operator> told = Collections.newSetFromMap(new IdentityHashMap<>());

  /** The trace of an operator and of those below it. */
  QueryTrace of(Operator operator) {
    return switch (operator) {
      case Shared shared when told.contains(shared) ->
          new QueryTrace("Shared", description(shared.expr()), 0, 0, 0, 0, 0, 0, List.of());
      case Shared shared when !shared.isShared() -> of(shared.inputs().getFirst());
      default -> ofItself(operator);
    };
  }

  private QueryTrace ofItself(Operator operator) {
    told.add(operator);
    List<QueryTrace> children = new ArrayList<>();
    long below = 0;
    for (Operator input : operator.inputs()) {
      QueryTrace child = of(input);
      children.add(child);
      below += child.totalNanos();
    }
    Tally tally = operator.tally();
    // What a helper does at the same time is not in the time of the operator above.
    long total = Math.max(tally.nanos(), below);
    return new QueryTrace(
        operator.getClass().getSimpleName(),
        description(operator.expr()),
        total,
        total - below,
        tally.seriesOut(),
        tally.read().total(),
        tally.peak(),
        tally.peakBytes(),
        children);
  }

  /** What an operator does, without what is below it. */
  private static String description(Expr expr) {
    return switch (Planner.bare(expr)) {
      case Expr.Aggregation aggregation -> {
        StringBuilder text = new StringBuilder(aggregation.aggregator().text());
        if (aggregation.without() || !aggregation.grouping().isEmpty()) {
          text.append(aggregation.without() ? " without (" : " by (")
              .append(String.join(", ", aggregation.grouping()))
              .append(')');
        }
        yield text.toString();
      }
      case Expr.Call call -> call.function().text() + "()";
      case Expr.Binary binary -> binary.operator().symbol();
      case Expr.Unary unary -> "-";
      case Expr.Subquery subquery -> {
        String text = Printer.print(subquery);
        yield text.substring(text.lastIndexOf('['));
      }
      case Expr other -> Printer.print(other);
    };
  }

  /**
   * The samples that a query has looked at, as Prometheus counts them: what is computed once counts
   * at every instant, what stands in the query twice counts twice, and of subqueries only what
   * comes out of them counts.
   */
  static SampleCount samples(Operator operator) {
    SampleCount count = operator.newCount();
    count.add(operator.tally().read());
    if (operator instanceof Subquery) {
      return count;
    }
    boolean once = operator instanceof Once || operator instanceof OnceScalar;
    for (Operator input : operator.inputs()) {
      SampleCount below = samples(input);
      if (once) {
        count.addAtEach(below, operator.grid().size());
      } else {
        count.add(below);
      }
    }
    return count;
  }

  /**
   * The samples that a query has taken from the storage, as Prometheus counts them: what is
   * computed once counts at the first instant, what stands in the query twice counts twice, and
   * what a subquery takes counts at the first instant whose range reaches it.
   */
  static SampleCount fetched(Operator operator) {
    SampleCount count = operator.newCount();
    if (operator instanceof Subquery subquery) {
      for (Operator input : subquery.inputs()) {
        subquery.attribute(fetched(input), count);
      }
      return count;
    }
    count.add(operator.tally().fetched());
    boolean once = operator instanceof Once || operator instanceof OnceScalar;
    for (Operator input : operator.inputs()) {
      SampleCount below = fetched(input);
      if (once) {
        count.addAtFirst(below);
      } else {
        count.add(below);
      }
    }
    return count;
  }
}

package dev.pharos.query.testkit;

import dev.pharos.query.syntax.DurationExpr;
import dev.pharos.query.syntax.Expr;
import dev.pharos.query.syntax.Expr.Instant;
import dev.pharos.query.syntax.Expr.Shift;
import dev.pharos.query.syntax.Function;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Queries with {@code @} at every selector, so that they mean the same at whatever instant they are
 * evaluated.
 */
final class Pinned {

  private Pinned() {}

  /**
   * The query with all that looks at the instant looking at {@code millis} instead; empty if part
   * of it depends on the instant in another way.
   */
  static Optional<Expr> at(long millis, Expr expr) {
    return dependsOnInstant(expr)
        ? Optional.empty()
        : Optional.of(pin(expr, new Instant.At(millis)));
  }

  /**
   * Whether a query says something else as an instant query than at the same instant of a range.
   */
  static boolean dependsOnQuery(Expr expr) {
    return switch (expr) {
      case Expr.VectorSelector s -> dependsOnQuery(s.shift());
      case Expr.MatrixSelector m -> dependsOnQuery(m.selector().shift()) || isVariable(m.range());
      case Expr.Subquery s ->
          dependsOnQuery(s.shift())
              || isVariable(s.range())
              || isVariable(s.step())
              || dependsOnQuery(s.expr());
      case Expr.Call call ->
          switch (call.function()) {
            case STEP, RANGE, START, END, SORT, SORT_DESC -> true;
            default -> call.arguments().stream().anyMatch(Pinned::dependsOnQuery);
          };
      default -> expr.children().stream().anyMatch(Pinned::dependsOnQuery);
    };
  }

  private static boolean dependsOnQuery(Shift shift) {
    return shift.instant() instanceof Instant.Start
        || shift.instant() instanceof Instant.End
        || isVariable(shift.offset());
  }

  private static boolean isVariable(@Nullable DurationExpr length) {
    return length != null && !length.isConstant();
  }

  private static boolean dependsOnInstant(Expr expr) {
    boolean here =
        (expr instanceof Expr.Call call && call.function().dependsOnInstant())
            || dependsOnQuery(expr);
    return here || expr.children().stream().anyMatch(Pinned::dependsOnInstant);
  }

  private static Expr pin(Expr expr, Instant at) {
    return switch (expr) {
      case Expr.VectorSelector s -> pin(s, at);
      case Expr.MatrixSelector m ->
          new Expr.MatrixSelector(pin(m.selector(), at), m.range(), m.at());
      // What stands in a subquery moves with it.
      case Expr.Subquery s ->
          new Expr.Subquery(s.expr(), s.range(), s.step(), pin(s.shift(), at), s.at());
      case Expr.Unary u -> new Expr.Unary(u.negative(), pin(u.expr(), at), u.at());
      case Expr.Binary b ->
          new Expr.Binary(
              b.operator(), pin(b.left(), at), pin(b.right(), at), b.bool(), b.matching(), b.at());
      case Expr.Aggregation a ->
          new Expr.Aggregation(
              a.aggregator(),
              pin(a.expr(), at),
              a.parameter() == null ? null : pin(a.parameter(), at),
              a.grouping(),
              a.without(),
              a.at());
      case Expr.Call c -> new Expr.Call(c.function(), arguments(c, at), c.at());
      case Expr.Paren p -> new Expr.Paren(pin(p.expr(), at), p.at());
      case Expr.NumberLiteral n -> n;
      case Expr.StringLiteral s -> s;
    };
  }

  private static List<Expr> arguments(Expr.Call call, Instant at) {
    // The second argument of info() chooses labels and looks at no instant.
    if (call.function() == Function.INFO && call.arguments().size() > 1) {
      return List.of(pin(call.arguments().getFirst(), at), call.arguments().get(1));
    }
    return call.arguments().stream().map(argument -> pin(argument, at)).toList();
  }

  private static Expr.VectorSelector pin(Expr.VectorSelector s, Instant at) {
    return new Expr.VectorSelector(
        s.name(), s.matchers(), pin(s.shift(), at), s.extension(), s.at());
  }

  private static Shift pin(Shift shift, Instant at) {
    return shift.instant() == null ? new Shift(shift.offset(), at) : shift;
  }
}

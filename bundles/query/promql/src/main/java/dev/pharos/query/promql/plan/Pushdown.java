package dev.pharos.query.promql.plan;

import dev.pharos.model.Labels;
import dev.pharos.model.Matcher;
import dev.pharos.query.syntax.BinaryOperator;
import dev.pharos.query.syntax.Expr;
import dev.pharos.query.syntax.Expr.Matching;
import java.util.ArrayList;
import java.util.List;

/**
 * Lets {@code and} and {@code unless} between two selectors select no series that cannot matter.
 *
 * <p>A series on the left of {@code and} comes through only with one on the right that has the same
 * labels to match by, so what the right asks of these labels may be asked on the left too, and the
 * other way round. Of {@code unless} the right side alone can be narrowed so. Arithmetic is left as
 * it is: it refuses series that match several others even where nothing on the other side meets
 * them, and so must see them.
 */
final class Pushdown {

  private Pushdown() {}

  /** The expression, or one that means the same and selects less. */
  static Expr apply(Expr expr) {
    return switch (expr) {
      case Expr.Binary binary when binary.operator().isSet() -> narrowed(binary);
      case Expr.Paren paren -> {
        Expr inner = apply(paren.expr());
        yield inner == paren.expr() ? paren : new Expr.Paren(inner, paren.at());
      }
      case Expr.Aggregation aggregation -> {
        Expr inner = apply(aggregation.expr());
        yield inner == aggregation.expr()
            ? aggregation
            : new Expr.Aggregation(
                aggregation.aggregator(),
                inner,
                aggregation.parameter(),
                aggregation.grouping(),
                aggregation.without(),
                aggregation.at());
      }
      default -> expr;
    };
  }

  private static Expr narrowed(Expr.Binary binary) {
    Expr left = apply(binary.left());
    Expr right = apply(binary.right());
    Matching matching = binary.matching();
    if (matching != null
        && binary.operator() != BinaryOperator.OR
        && left.unwrapped() instanceof Expr.VectorSelector one
        && right.unwrapped() instanceof Expr.VectorSelector other) {
      right = with(other, one, matching);
      left = binary.operator() == BinaryOperator.AND ? with(one, other, matching) : left;
    }
    return left == binary.left() && right == binary.right()
        ? binary
        : new Expr.Binary(
            binary.operator(), left, right, binary.bool(), binary.matching(), binary.at());
  }

  /** A selector with what another one asks of the labels that they are matched by. */
  private static Expr.VectorSelector with(
      Expr.VectorSelector selector, Expr.VectorSelector other, Matching matching) {
    List<Matcher> matchers = new ArrayList<>(selector.matchers());
    for (Matcher matcher : other.matchers()) {
      boolean counts = matching.labels().contains(matcher.name()) == matching.on();
      if (counts && !matcher.name().equals(Labels.METRIC_NAME) && !matchers.contains(matcher)) {
        matchers.add(matcher);
      }
    }
    return matchers.size() == selector.matchers().size()
        ? selector
        : new Expr.VectorSelector(
            selector.name(), matchers, selector.shift(), selector.extension(), selector.at());
  }
}

package dev.pharos.query.promql.operator;

import dev.pharos.query.syntax.Expr;
import java.util.List;

/** A text that stands in the query. */
public final class TextOperator extends Operator {

  private final String text;

  public TextOperator(Place place, String text) {
    super(place, List.of());
    this.text = text;
  }

  /** The text of an expression of type string. */
  public static String textOf(Expr expr) {
    if (expr.unwrapped() instanceof Expr.StringLiteral string) {
      return string.value();
    }
    throw new IllegalStateException("not a string: " + expr);
  }

  public String text() {
    return text;
  }
}

package dev.pharos.query.syntax;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.StringJoiner;

/**
 * Writes an expression over several lines, as people like to read it: what fits into a line stays
 * on one, what does not is broken up with two blanks more per level.
 */
public final class Prettifier {

  private static final int LINE = 100;
  private static final String INDENT = "  ";

  private Prettifier() {}

  /** The text, which parses to an equal tree. */
  public static String pretty(Expr expr) {
    return pretty(expr, 0);
  }

  private static String pretty(Expr expr, int level) {
    String indent = INDENT.repeat(level);
    String line = Printer.print(expr);
    if (line.getBytes(StandardCharsets.UTF_8).length <= LINE) {
      // The original forgets to indent subqueries, and people compare what was formatted.
      return expr instanceof Expr.Subquery ? line : indent + line;
    }
    return switch (expr) {
      case Expr.Binary binary ->
          pretty(binary.left(), level + 1)
              + "\n"
              + indent
              + binary.operator().symbol()
              + (binary.bool() ? " bool" : "")
              + Printer.print(binary.matching())
              + "\n"
              + pretty(binary.right(), level + 1);
      case Expr.Aggregation aggregation -> {
        List<Expr> arguments =
            aggregation.parameter() == null
                ? List.of(aggregation.expr())
                : List.of(aggregation.parameter(), aggregation.expr());
        yield indent + Printer.head(aggregation) + inParentheses(arguments, level);
      }
      case Expr.Call call ->
          indent + call.function().text() + inParentheses(call.arguments(), level);
      case Expr.Paren paren -> indent + inParentheses(List.of(paren.expr()), level);
      case Expr.Unary unary ->
          indent + (unary.negative() ? "-" : "+") + pretty(unary.expr(), level).stripLeading();
      case Expr.Subquery subquery -> {
        String inner = Printer.print(subquery.expr());
        yield pretty(subquery.expr(), level) + line.substring(inner.length());
      }
      case Expr.NumberLiteral number -> indent + line;
      case Expr.StringLiteral string -> indent + line;
      case Expr.VectorSelector selector -> indent + line;
      case Expr.MatrixSelector matrix -> indent + line;
    };
  }

  private static String inParentheses(List<Expr> arguments, int level) {
    StringJoiner text = new StringJoiner(",\n", "(\n", "\n" + INDENT.repeat(level) + ")");
    text.setEmptyValue("()");
    arguments.forEach(argument -> text.add(pretty(argument, level + 1)));
    return text.toString();
  }
}

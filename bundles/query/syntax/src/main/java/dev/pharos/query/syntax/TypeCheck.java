package dev.pharos.query.syntax;

import dev.pharos.model.Labels;
import dev.pharos.model.Matcher;
import dev.pharos.model.Quoted;
import dev.pharos.query.syntax.Expr.Cardinality;
import dev.pharos.query.syntax.Expr.Matching;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;

/**
 * Looks at a tree whose text is right and says whether its parts fit together.
 *
 * <p>Goes over the tree in the order of the original, which decides which of several faults is
 * told.
 */
final class TypeCheck {

  /**
   * What stood around an operator.
   *
   * @param bool whether {@code bool} was written
   * @param matching as it was written, even where it is not allowed
   */
  record Written(boolean bool, Matching matching) {}

  private final String query;
  private final IdentityHashMap<Expr.Binary, Written> written = new IdentityHashMap<>();

  TypeCheck(String query) {
    this.query = query;
  }

  /** Remembers what stood around an operator, for the check of the finished tree. */
  void remember(Expr.Binary binary, Written as) {
    written.put(binary, as);
  }

  /** Finds the first fault. */
  void check(Expr expr) throws ParseException {
    switch (expr) {
      case Expr.NumberLiteral number -> {}
      case Expr.StringLiteral string -> {}
      case Expr.VectorSelector selector -> checkSelector(selector);
      case Expr.MatrixSelector matrix -> checkSelector(matrix.selector());
      case Expr.Paren paren -> check(paren.expr());
      case Expr.Unary unary -> checkUnary(unary);
      case Expr.Subquery subquery -> checkSubquery(subquery);
      case Expr.Binary binary -> checkBinary(binary);
      case Expr.Aggregation aggregation -> checkAggregation(aggregation);
      case Expr.Call call -> checkCall(call);
    }
  }

  private void checkSelector(Expr.VectorSelector selector) throws ParseException {
    if (!selector.name().isEmpty()) {
      List<Matcher> inBraces = selector.matchers().subList(0, selector.matchers().size() - 1);
      for (Matcher matcher : inBraces) {
        if (matcher.name().equals(Labels.METRIC_NAME)) {
          throw fault(
              selector.at(),
              "metric name must not be set twice: "
                  + Quoted.quote(selector.name())
                  + " or "
                  + Quoted.quote(matcher.value()));
        }
      }
      return;
    }
    for (Matcher matcher : selector.matchers()) {
      if (!matcher.matchesAbsence()) {
        return;
      }
    }
    throw fault(selector.at(), "vector selector must contain at least one non-empty matcher");
  }

  private void checkUnary(Expr.Unary unary) throws ParseException {
    check(unary.expr());
    if (!isNumeric(unary.expr())) {
      throw fault(
          unary.at(),
          "unary expression only allowed on expressions of type scalar or instant vector, got \""
              + unary.expr().type().text()
              + "\"");
    }
  }

  private static boolean isNumeric(Expr expr) {
    return expr.type() == ValueType.SCALAR || expr.type() == ValueType.VECTOR;
  }

  private void checkSubquery(Expr.Subquery subquery) throws ParseException {
    check(subquery.expr());
    if (subquery.expr().type() != ValueType.VECTOR) {
      throw fault(
          subquery.at(),
          "subquery is only allowed on instant vector, got "
              + subquery.expr().type().word()
              + " instead");
    }
  }

  private void checkBinary(Expr.Binary binary) throws ParseException {
    BinaryOperator operator = binary.operator();
    Expr left = binary.left();
    Expr right = binary.right();
    check(left);
    check(right);
    Written as = Objects.requireNonNull(written.get(binary));
    boolean scalars = left.type() == ValueType.SCALAR && right.type() == ValueType.SCALAR;
    if (as.bool() && !operator.isComparison()) {
      throw fault(behind(left), "bool modifier can only be used on comparison operators");
    }
    if (scalars && operator.isComparison() && !as.bool()) {
      throw fault(behind(left), "comparisons between scalars must use BOOL modifier");
    }
    Matching matching = as.matching();
    for (String label : matching.labels()) {
      if (matching.on() && matching.include().contains(label)) {
        throw fault(
            behind(left),
            "label " + Quoted.quote(label) + " must not occur in ON and GROUP clause at once");
      }
    }
    for (Expr side : List.of(left, right)) {
      if (!isNumeric(side)) {
        throw fault(
            side.at(), "binary expression must contain only scalar and instant vector types");
      }
    }
    checkMatching(binary, matching);
  }

  /**
   * Where the original looks for an operator: at what comes behind its left side and blanks, which
   * may be a comment or {@code anchored} as well.
   */
  private Span behind(Expr left) {
    int at = left.at().end();
    while (at < query.length() && Scanner.isBlank(query.charAt(at))) {
      at++;
    }
    return new Span(at, at + 1);
  }

  private void checkMatching(Expr.Binary binary, Matching matching) throws ParseException {
    BinaryOperator operator = binary.operator();
    boolean fills = matching.fillLeft() != null || matching.fillRight() != null;
    if (binary.left().type() == ValueType.SCALAR || binary.right().type() == ValueType.SCALAR) {
      if (!matching.labels().isEmpty()) {
        throw fault(binary.at(), "vector matching only allowed between instant vectors");
      }
      if (fills) {
        throw fault(binary.at(), "filling in missing series only allowed between instant vectors");
      }
      if (operator.isSet()) {
        throw fault(
            binary.at(),
            "set operator \"" + operator.symbol() + "\" not allowed in binary scalar expression");
      }
    } else if (operator.isSet()) {
      if (matching.cardinality() != Cardinality.MANY_TO_MANY) {
        throw fault(binary.at(), "no grouping allowed for \"" + operator.symbol() + "\" operation");
      }
      if (fills) {
        throw fault(binary.at(), "filling in missing series not allowed for set operators");
      }
    }
  }

  private void checkAggregation(Expr.Aggregation aggregation) throws ParseException {
    expectType(aggregation.expr(), ValueType.VECTOR, "aggregation expression");
    Expr parameter = aggregation.parameter();
    if (parameter != null) {
      expectType(
          parameter, aggregation.aggregator().parameter().orElseThrow(), "aggregation parameter");
    }
  }

  private void checkCall(Expr.Call call) throws ParseException {
    Function function = call.function();
    List<Expr> arguments = call.arguments();
    checkCount(function, arguments.size(), call.at());
    String context = "call to function \"" + function.text() + "\"";
    boolean choosesLabels = function == Function.INFO && arguments.size() > 1;
    if (choosesLabels) {
      checkLabelSelector(call, arguments.get(1), context);
    }
    for (int i = 0; i < arguments.size(); i++) {
      if (choosesLabels && i == 1) {
        continue;
      }
      expectType(arguments.get(i), function.parameter(i), context);
    }
  }

  private void checkCount(Function function, int count, Span at) throws ParseException {
    int parameters = function.parameters().size();
    String tail = " argument(s) in call to \"" + function.text() + "\", got " + count;
    if (function.variadic() == 0) {
      if (count != parameters) {
        throw fault(at, "expected " + parameters + tail);
      }
      return;
    }
    int least = parameters - 1;
    if (count < least) {
      throw fault(at, "expected at least " + least + tail);
    }
    int most = least + function.variadic();
    if (function.variadic() > 0 && count > most) {
      throw fault(at, "expected at most " + most + tail);
    }
  }

  /**
   * The second argument of {@code info()}, which may be empty and has no name before its braces.
   */
  private void checkLabelSelector(Expr.Call call, Expr argument, String context)
      throws ParseException {
    if (argument.type() != ValueType.VECTOR) {
      throw fault(
          call.at(),
          "expected type "
              + ValueType.VECTOR.text()
              + " in "
              + context
              + ", got "
              + argument.type().text());
    }
    if (!(argument instanceof Expr.VectorSelector selector)) {
      throw fault(argument.at(), "expected label selectors only");
    }
    if (!selector.name().isEmpty()) {
      throw fault(argument.at(), "expected label selectors only, got vector selector instead");
    }
  }

  private void expectType(Expr expr, ValueType expected, String context) throws ParseException {
    check(expr);
    if (expr.type() != expected) {
      throw fault(
          expr.at(),
          "expected type " + expected.text() + " in " + context + ", got " + expr.type().text());
    }
  }

  private ParseException fault(Span at, String message) {
    return new ParseException(query, at, message);
  }
}

package dev.pharos.query.syntax;

import dev.pharos.model.Labels;
import dev.pharos.model.Matcher;
import dev.pharos.query.syntax.Expr.Cardinality;
import dev.pharos.query.syntax.Expr.Extension;
import dev.pharos.query.syntax.Expr.Matching;
import dev.pharos.query.syntax.Expr.Shift;
import dev.pharos.query.syntax.Parser.Modifiers;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Makes nodes out of their parts, or says why these do not fit together. */
final class TypeCheck {

  private static final Set<Function> ANCHORED =
      Set.of(Function.CHANGES, Function.DELTA, Function.INCREASE, Function.RATE, Function.RESETS);

  private static final Set<Function> SMOOTHED =
      Set.of(Function.DELTA, Function.INCREASE, Function.RATE);

  private final String query;
  private final Features features;

  TypeCheck(String query, Features features) {
    this.query = query;
    this.features = features;
  }

  Expr unary(boolean negative, Expr operand, Span at) throws ParseException {
    if (operand instanceof Expr.NumberLiteral number) {
      double value = negative ? -number.value() : number.value();
      return new Expr.NumberLiteral(value, number.duration(), at);
    }
    if (operand.type() != ValueType.SCALAR && operand.type() != ValueType.VECTOR) {
      throw fault(
          at,
          "unary expression only allowed on expressions of type scalar or instant vector, got \""
              + operand.type().text()
              + "\"");
    }
    return new Expr.Unary(negative, operand, at);
  }

  Expr binary(BinaryOperator operator, Expr left, Expr right, Modifiers modifiers, Span symbol)
      throws ParseException {
    Span at = left.at().to(right.at());
    boolean bool = modifiers.boolAt() != null;
    if (modifiers.boolAt() != null && !operator.isComparison()) {
      throw fault(modifiers.boolAt(), "bool modifier can only be used on comparison operators");
    }
    for (Expr side : List.of(left, right)) {
      if (side.type() != ValueType.SCALAR && side.type() != ValueType.VECTOR) {
        throw fault(
            side.at(), "binary expression must contain only scalar and instant vector types");
      }
    }
    boolean vectors = left.type() == ValueType.VECTOR && right.type() == ValueType.VECTOR;
    boolean scalars = left.type() == ValueType.SCALAR && right.type() == ValueType.SCALAR;
    if (scalars && operator.isComparison() && !bool) {
      throw fault(symbol, "comparisons between scalars must use BOOL modifier");
    }
    Matching matching = modifiers.matching();
    if (operator.isSet() && matching.cardinality() != Cardinality.MANY_TO_MANY) {
      throw fault(at, "no grouping allowed for \"" + operator.symbol() + "\" operation");
    }
    if (!vectors) {
      if (operator.isSet()) {
        throw fault(
            at,
            "set operator \"" + operator.symbol() + "\" not allowed in binary scalar expression");
      }
      if (modifiers.explicit()) {
        throw fault(at, "vector matching only allowed between instant vectors");
      }
      if (matching.fillLeft() != null || matching.fillRight() != null) {
        throw fault(at, "filling in missing series only allowed between instant vectors");
      }
    }
    if (operator.isSet() && (matching.fillLeft() != null || matching.fillRight() != null)) {
      throw fault(at, "filling in missing series not allowed for set operators");
    }
    if (matching.on()) {
      for (String label : matching.labels()) {
        if (matching.include().contains(label)) {
          throw fault(at, "label \"" + label + "\" must not occur in ON and GROUP clause at once");
        }
      }
    }
    return new Expr.Binary(operator, left, right, bool, vectors ? matching : null, at);
  }

  Expr call(Function function, List<Expr> arguments, Span at) throws ParseException {
    if (function.isExperimental() && !features.experimentalFunctions()) {
      throw fault(
          at,
          "function \""
              + function.text()
              + "\" is not enabled; enable the feature promql-experimental-functions");
    }
    checkCount(function, arguments.size(), at);
    for (int i = 0; i < arguments.size(); i++) {
      expectType(
          arguments.get(i), function.parameter(i), "call to function \"" + function.text() + "\"");
    }
    for (Expr argument : arguments) {
      checkExtension(function, argument.unwrapped(), at);
    }
    if (function == Function.INFO
        && arguments.size() == 2
        && !(arguments.get(1) instanceof Expr.VectorSelector)) {
      throw fault(arguments.get(1).at(), "expected label selectors only");
    }
    return new Expr.Call(function, arguments, at);
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

  private void checkExtension(Function function, Expr argument, Span at) throws ParseException {
    if (!(argument instanceof Expr.MatrixSelector matrix)) {
      return;
    }
    Extension extension = matrix.selector().extension();
    Set<Function> allowed =
        switch (extension) {
          case NONE -> Set.of(function);
          case ANCHORED -> ANCHORED;
          case SMOOTHED -> SMOOTHED;
        };
    if (!allowed.contains(function)) {
      Set<String> names = new TreeSet<>();
      allowed.forEach(f -> names.add(f.text()));
      throw fault(
          at,
          (extension == Extension.ANCHORED ? "anchored" : "smoothed")
              + " modifier can only be used with: "
              + String.join(", ", names)
              + " - not with "
              + function.text());
    }
  }

  Expr aggregation(
      Aggregator aggregator, List<Expr> arguments, List<String> grouping, boolean without, Span at)
      throws ParseException {
    if (arguments.isEmpty()) {
      throw fault(at, "no arguments for aggregate expression provided");
    }
    if (aggregator.isExperimental() && !features.experimentalFunctions()) {
      throw fault(
          at,
          aggregator.text()
              + "() is experimental and must be enabled with"
              + " --enable-feature=promql-experimental-functions");
    }
    int expected = aggregator.parameter().isPresent() ? 2 : 1;
    if (arguments.size() != expected) {
      throw fault(
          at,
          "wrong number of arguments for aggregate expression provided, expected "
              + expected
              + ", got "
              + arguments.size());
    }
    Expr vector = arguments.getLast();
    Expr parameter = expected == 2 ? arguments.getFirst() : null;
    expectType(vector, ValueType.VECTOR, "aggregation expression");
    if (parameter != null) {
      expectType(parameter, aggregator.parameter().orElseThrow(), "aggregation parameter");
    }
    return new Expr.Aggregation(aggregator, vector, parameter, grouping, without, at);
  }

  private void expectType(Expr expr, ValueType expected, String context) throws ParseException {
    if (expr.type() != expected) {
      throw fault(
          expr.at(),
          "expected type " + expected.text() + " in " + context + ", got " + expr.type().text());
    }
  }

  /** The matchers of a selector together with the one for its name. */
  List<Matcher> matchers(String name, List<Matcher> inBraces, Span at) throws ParseException {
    List<Matcher> matchers = new ArrayList<>(inBraces);
    if (!name.isEmpty()) {
      for (Matcher matcher : inBraces) {
        if (matcher.name().equals(Labels.METRIC_NAME)) {
          throw fault(
              at,
              "metric name must not be set twice: \"" + name + "\" or \"" + matcher.value() + "\"");
        }
      }
      matchers.add(Matcher.metric(name));
    }
    for (Matcher matcher : matchers) {
      if (!matcher.matchesAbsence()) {
        return matchers;
      }
    }
    // The second argument of info() is no selector of its own, and is checked where it is used.
    throw fault(at, "vector selector must contain at least one non-empty matcher");
  }

  void positive(DurationExpr length, Span at) throws ParseException {
    if (length.isConstant() && !(length.seconds(0, 0) > 0)) {
      throw fault(at, "duration must be greater than 0");
    }
  }

  Expr matrix(Expr expr, DurationExpr range, Span open, Span at) throws ParseException {
    if (!(expr instanceof Expr.VectorSelector selector)) {
      throw fault(open, "ranges only allowed for vector selectors");
    }
    if (selector.shift().offset() != null) {
      throw fault(open, "no offset modifiers allowed before range");
    }
    if (selector.shift().instant() != null) {
      throw fault(open, "no @ modifiers allowed before range");
    }
    if (selector.extension() != Extension.NONE) {
      throw fault(open, "no anchored or smoothed modifiers allowed before range");
    }
    return new Expr.MatrixSelector(selector, range, at);
  }

  Expr subquery(Expr expr, DurationExpr range, @Nullable DurationExpr step, Span at)
      throws ParseException {
    if (expr.type() != ValueType.VECTOR) {
      throw fault(
          at, "subquery is only allowed on instant vector, got " + expr.type().text() + " instead");
    }
    return new Expr.Subquery(expr, range, step, Shift.NONE, at);
  }

  Expr offset(Expr expr, DurationExpr offset, Span at) throws ParseException {
    Shift shift = shift(expr, "offset modifier", at);
    if (shift.offset() != null) {
      throw fault(at, "offset may not be set multiple times");
    }
    return shifted(expr, new Shift(offset, shift.instant()));
  }

  Expr instant(Expr expr, Expr.Instant instant, Span at) throws ParseException {
    Shift shift = shift(expr, "@ modifier", at);
    if (shift.instant() != null) {
      throw fault(at, "@ <timestamp> may not be set multiple times");
    }
    return shifted(expr, new Shift(shift.offset(), instant));
  }

  private Shift shift(Expr expr, String what, Span at) throws ParseException {
    return switch (expr) {
      case Expr.VectorSelector selector -> selector.shift();
      case Expr.MatrixSelector matrix -> matrix.selector().shift();
      case Expr.Subquery subquery -> subquery.shift();
      default ->
          throw fault(
              at,
              what
                  + " must be preceded by an instant vector selector or range vector selector or a"
                  + " subquery");
    };
  }

  private static Expr shifted(Expr expr, Shift shift) {
    return switch (expr) {
      case Expr.VectorSelector s ->
          new Expr.VectorSelector(s.name(), s.matchers(), shift, s.extension(), s.at());
      case Expr.MatrixSelector m ->
          new Expr.MatrixSelector(
              (Expr.VectorSelector) shifted(m.selector(), shift), m.range(), m.at());
      case Expr.Subquery s -> new Expr.Subquery(s.expr(), s.range(), s.step(), shift, s.at());
      default -> throw new IllegalArgumentException("cannot be shifted: " + expr);
    };
  }

  Expr extend(Expr expr, Extension extension, Span at) throws ParseException {
    String name = extension == Extension.ANCHORED ? "anchored" : "smoothed";
    if (!features.extendedRangeSelectors()) {
      throw fault(
          at,
          name
              + " modifier is experimental and not enabled; enable the feature"
              + " promql-extended-range-selectors");
    }
    Extension before =
        switch (expr) {
          case Expr.VectorSelector selector -> selector.extension();
          case Expr.MatrixSelector matrix -> matrix.selector().extension();
          default ->
              throw fault(
                  at,
                  name
                      + " modifier must be preceded by an instant vector selector or range vector"
                      + " selector");
        };
    if (before != Extension.NONE) {
      throw fault(at, "anchored and smoothed modifiers cannot be used together or repeated");
    }
    return extended(expr, extension);
  }

  private static Expr extended(Expr expr, Extension extension) {
    return expr instanceof Expr.MatrixSelector m
        ? new Expr.MatrixSelector(
            (Expr.VectorSelector) extended(m.selector(), extension), m.range(), m.at())
        : expr instanceof Expr.VectorSelector s
            ? new Expr.VectorSelector(s.name(), s.matchers(), s.shift(), extension, s.at())
            : expr;
  }

  private ParseException fault(Span at, String message) {
    return new ParseException(query, at, message);
  }
}

package dev.pharos.query.syntax;

import dev.pharos.model.DurationText;
import dev.pharos.model.GoFloat;
import dev.pharos.model.Labels;
import dev.pharos.model.Matcher;
import dev.pharos.model.Quoted;
import dev.pharos.query.syntax.Expr.Extension;
import dev.pharos.query.syntax.Expr.Matching;
import dev.pharos.query.syntax.Expr.Shift;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Writes an expression back as PromQL text, on one line, that parses to an equal tree. */
public final class Printer {

  private Printer() {}

  public static String print(Expr expr) {
    return switch (expr) {
      case Expr.NumberLiteral number -> print(number);
      case Expr.StringLiteral string -> Quoted.quote(string.value());
      case Expr.VectorSelector selector -> print(selector) + print(selector.shift(), selector);
      case Expr.MatrixSelector matrix ->
          print(matrix.selector())
              + "["
              + print(matrix.range(), 0)
              + "]"
              + print(matrix.selector().shift(), matrix.selector());
      case Expr.Subquery subquery ->
          print(subquery.expr())
              + "["
              + print(subquery.range(), 0)
              + ":"
              + (subquery.step() == null ? "" : print(subquery.step(), 0))
              + "]"
              + print(subquery.shift(), null);
      case Expr.Unary unary -> (unary.negative() ? "-" : "+") + print(unary.expr());
      case Expr.Binary binary ->
          base(binary)
              + " "
              + binary.operator().symbol()
              + (binary.bool() ? " bool" : "")
              + print(binary.matching())
              + " "
              + print(binary.right());
      case Expr.Aggregation aggregation -> print(aggregation);
      case Expr.Call call -> call.function().text() + printArguments(call.arguments());
      case Expr.Paren paren -> "(" + print(paren.expr()) + ")";
    };
  }

  /** The left side; a sign of infinity would bind more weakly than a power. */
  private static String base(Expr.Binary binary) {
    boolean infinite =
        binary.left() instanceof Expr.NumberLiteral number
            && number.value() == Double.POSITIVE_INFINITY;
    return infinite && binary.operator() == BinaryOperator.POWER ? "Inf" : print(binary.left());
  }

  /** A label's name, in quotes if it needs them. */
  static String labelName(String name) {
    return Parser.isPlainLabelName(name) ? name : Quoted.quote(name);
  }

  static String print(Expr.NumberLiteral number) {
    if (number.duration()) {
      return duration(number.value(), Math.round(number.value() * 1000));
    }
    return GoFloat.plain(number.value());
  }

  private static String printArguments(List<Expr> arguments) {
    StringJoiner text = new StringJoiner(", ", "(", ")");
    arguments.forEach(argument -> text.add(print(argument)));
    return text.toString();
  }

  static String print(Expr.VectorSelector selector) {
    boolean nameInside = !selector.name().isEmpty() && !Parser.isPlainMetricName(selector.name());
    StringJoiner braces = new StringJoiner(",", "{", "}");
    braces.setEmptyValue(selector.name().isEmpty() ? "{}" : "");
    if (nameInside) {
      braces.add(Quoted.quote(selector.name()));
    }
    for (Matcher matcher : selector.matchers()) {
      boolean named =
          !selector.name().isEmpty()
              && matcher.name().equals(Labels.METRIC_NAME)
              && matcher.type() == Matcher.Type.EQUAL;
      if (!named) {
        braces.add(
            labelName(matcher.name()) + matcher.type().symbol() + Quoted.quote(matcher.value()));
      }
    }
    return (nameInside ? "" : selector.name()) + braces;
  }

  private static String print(Shift shift, Expr.@Nullable VectorSelector selector) {
    StringBuilder text = new StringBuilder();
    if (selector != null && selector.extension() != Extension.NONE) {
      text.append(selector.extension() == Extension.ANCHORED ? " anchored" : " smoothed");
    }
    switch (shift.instant()) {
      case null -> {}
      case Expr.Instant.At(long millis) -> {
        text.append(" @ ").append(millis < 0 ? "-" : "").append(Math.abs(millis) / 1000);
        text.append(".%03d".formatted(Math.abs(millis) % 1000));
      }
      case Expr.Instant.Start() -> text.append(" @ start()");
      case Expr.Instant.End() -> text.append(" @ end()");
    }
    if (shift.offset() != null) {
      text.append(" offset ").append(print(shift.offset(), Integer.MAX_VALUE));
    }
    return text.toString();
  }

  /** A length of time, in parentheses if it binds more weakly than {@code precedence}. */
  private static String print(DurationExpr length, int precedence) {
    return switch (length) {
      case DurationExpr.Seconds(double value) -> seconds(value);
      case DurationExpr.Step() -> "step()";
      case DurationExpr.Range() -> "range()";
      case DurationExpr.Negative(DurationExpr operand) -> "-" + print(operand, Integer.MAX_VALUE);
      case DurationExpr.Extreme(boolean smaller, DurationExpr left, DurationExpr right) ->
          (smaller ? "min_of(" : "max_of(") + print(left, 0) + ", " + print(right, 0) + ")";
      case DurationExpr.Binary(var operator, DurationExpr left, DurationExpr right) -> {
        boolean rightBinding = operator == DurationExpr.Operator.POWER;
        int own = operator.precedence();
        String text =
            print(left, rightBinding ? own + 1 : own)
                + " "
                + operator.symbol()
                + " "
                + print(right, rightBinding ? own : own + 1);
        yield own < precedence ? "(" + text + ")" : text;
      }
    };
  }

  private static String seconds(double value) {
    double millis = value * 1000;
    boolean whole = millis == Math.rint(millis) && Math.abs(millis) < 9e15;
    return whole ? duration(value, (long) millis) : GoFloat.plain(value);
  }

  /** A duration, and the sign of none, so that it reads back the same. */
  private static String duration(double seconds, long millis) {
    boolean negativeZero = millis == 0 && 1 / seconds < 0;
    return (negativeZero ? "-" : "") + DurationText.ofMillis(millis);
  }

  static String print(@Nullable Matching matching) {
    if (matching == null) {
      return "";
    }
    StringBuilder text = new StringBuilder();
    boolean grouped =
        switch (matching.cardinality()) {
          case MANY_TO_ONE, ONE_TO_MANY -> true;
          case ONE_TO_ONE, MANY_TO_MANY -> false;
        };
    if (matching.on() || !matching.labels().isEmpty() || grouped) {
      text.append(matching.on() ? " on " : " ignoring ").append(printLabels(matching.labels()));
    }
    if (grouped) {
      boolean left = matching.cardinality() == Expr.Cardinality.MANY_TO_ONE;
      text.append(left ? " group_left " : " group_right ").append(printLabels(matching.include()));
    }
    if (matching.fillLeft() != null && matching.fillLeft().equals(matching.fillRight())) {
      return text.append(" fill (").append(GoFloat.plain(matching.fillLeft())) + ")";
    }
    if (matching.fillLeft() != null) {
      text.append(" fill_left (").append(GoFloat.plain(matching.fillLeft())).append(')');
    }
    if (matching.fillRight() != null) {
      text.append(" fill_right (").append(GoFloat.plain(matching.fillRight())).append(')');
    }
    return text.toString();
  }

  static String printLabels(List<String> labels) {
    StringJoiner text = new StringJoiner(", ", "(", ")");
    labels.forEach(label -> text.add(labelName(label)));
    return text.toString();
  }

  /** An aggregation up to its arguments, as in {@code sum by (job) }. */
  static String head(Expr.Aggregation aggregation) {
    String name = aggregation.aggregator().text();
    if (aggregation.without()) {
      return name + " without " + printLabels(aggregation.grouping()) + " ";
    }
    return aggregation.grouping().isEmpty()
        ? name
        : name + " by " + printLabels(aggregation.grouping()) + " ";
  }

  private static String print(Expr.Aggregation aggregation) {
    List<Expr> arguments =
        aggregation.parameter() == null
            ? List.of(aggregation.expr())
            : List.of(aggregation.parameter(), aggregation.expr());
    return head(aggregation) + printArguments(arguments);
  }
}

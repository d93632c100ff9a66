package dev.pharos.query.syntax;

import dev.pharos.model.DurationText;
import dev.pharos.model.GoFloat;
import dev.pharos.model.Labels;
import dev.pharos.model.Matcher;
import dev.pharos.model.Quoted;
import dev.pharos.query.syntax.Expr.Matching;
import dev.pharos.query.syntax.Expr.Shift;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collections;
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
      case Expr.VectorSelector selector ->
          print(selector) + print(selector.shift(), extension(selector));
      case Expr.MatrixSelector matrix ->
          print(matrix.selector())
              + "["
              + length(matrix.range())
              + "]"
              + extension(matrix.selector())
              + print(matrix.selector().shift(), "");
      case Expr.Subquery subquery ->
          print(subquery.expr())
              + "["
              + length(subquery.range())
              + ":"
              + (subquery.step() == null ? "" : length(subquery.step()))
              + "]"
              + print(subquery.shift(), "");
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

  /** A selector without what is behind it; matchers are sorted. */
  static String print(Expr.VectorSelector selector) {
    List<String> matchers = new ArrayList<>();
    for (Matcher matcher : selector.matchers()) {
      boolean named =
          matcher.name().equals(Labels.METRIC_NAME)
              && matcher.type() == Matcher.Type.EQUAL
              && matcher.value().equals(selector.name());
      if (!named || selector.name().isEmpty()) {
        matchers.add(
            LabelName.inBraces(matcher.name())
                + matcher.type().symbol()
                + Quoted.quote(matcher.value()));
      }
    }
    Collections.sort(matchers);
    boolean bare = matchers.isEmpty() && !selector.name().isEmpty();
    return selector.name() + (bare ? "" : "{" + String.join(",", matchers) + "}");
  }

  private static String print(Shift shift, String extension) {
    String at =
        switch (shift.instant()) {
          case null -> "";
          case Expr.Instant.At(long millis) ->
              " @ "
                  + new BigDecimal(millis / 1000.0)
                      .setScale(3, RoundingMode.HALF_EVEN)
                      .toPlainString();
          case Expr.Instant.Start() -> " @ start()";
          case Expr.Instant.End() -> " @ end()";
        };
    return at + extension + offset(shift.offset());
  }

  private static String offset(@Nullable DurationExpr offset) {
    return switch (offset) {
      case null -> "";
      case DurationExpr.Seconds literal when literal.value() == 0 -> "";
      default -> " offset " + length(offset);
    };
  }

  private static String extension(Expr.VectorSelector selector) {
    return switch (selector.extension()) {
      case NONE -> "";
      case ANCHORED -> " anchored";
      case SMOOTHED -> " smoothed";
    };
  }

  /** A length by itself: how far a range reaches or an offset, or the step of a subquery. */
  private static String length(DurationExpr length) {
    return length instanceof DurationExpr.Seconds literal ? duration(literal) : print(length);
  }

  private static String print(DurationExpr length) {
    return switch (length) {
      case DurationExpr.Seconds literal ->
          literal.duration() ? duration(literal) : GoFloat.plain(literal.value());
      case DurationExpr.Step _ -> "step()";
      case DurationExpr.Range _ -> "range()";
      case DurationExpr.Paren(DurationExpr operand) -> "(" + print(operand) + ")";
      case DurationExpr.Negative(DurationExpr operand, Span _) -> "-" + print(operand);
      case DurationExpr.Extreme(boolean smaller, DurationExpr left, DurationExpr right) ->
          (smaller ? "min_of(" : "max_of(") + print(left) + ", " + print(right) + ")";
      case DurationExpr.Binary(var operator, DurationExpr left, DurationExpr right) ->
          print(left) + " " + operator.symbol() + " " + print(right);
    };
  }

  /** A number of seconds as a duration, unless it is less than durations can tell. */
  private static String duration(DurationExpr.Seconds literal) {
    long millis = literal.millis(0, 0);
    return millis == 0 && literal.value() != 0
        ? GoFloat.plain(literal.value())
        : DurationText.ofMillis(millis);
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
      return text.append(" fill (").append(GoFloat.general(matching.fillLeft())) + ")";
    }
    if (matching.fillLeft() != null) {
      text.append(" fill_left (").append(GoFloat.general(matching.fillLeft())).append(')');
    }
    if (matching.fillRight() != null) {
      text.append(" fill_right (").append(GoFloat.general(matching.fillRight())).append(')');
    }
    return text.toString();
  }

  static String printLabels(List<String> labels) {
    StringJoiner text = new StringJoiner(", ", "(", ")");
    labels.forEach(label -> text.add(LabelName.written(label)));
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

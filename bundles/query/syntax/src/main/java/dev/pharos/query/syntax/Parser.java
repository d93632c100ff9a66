package dev.pharos.query.syntax;

import dev.pharos.model.Matcher;
import dev.pharos.model.Quoted;
import dev.pharos.query.syntax.Expr.Cardinality;
import dev.pharos.query.syntax.Expr.Extension;
import dev.pharos.query.syntax.Expr.Matching;
import dev.pharos.query.syntax.Expr.Shift;
import dev.pharos.query.syntax.Token.Kind;
import dev.pharos.query.syntax.TokenReader.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads PromQL: by precedence climbing for operators, by descent for the rest.
 *
 * <p>What it answers is type-checked. Nesting is bounded, so that no text exhausts the stack.
 */
public final class Parser {

  /** Operators and parentheses above a node; generated queries of some hundred terms fit. */
  static final int MAX_DEPTH = 600;

  /** Parentheses, calls and signs above a node. */
  static final int MAX_NESTING = 200;

  private final TokenReader in;
  private final Features features;
  private final TypeCheck types;
  private final Modifying modifying;
  private int depth;
  private int nesting;

  private Parser(String query, Features features) {
    this.in = new TokenReader(new Lexer(query));
    this.features = features;
    this.types = new TypeCheck(query);
    this.modifying = new Modifying(query, features);
  }

  /**
   * Parses a query.
   *
   * @throws ParseException at the first fault
   */
  public static Expr parse(String query, Features features) throws ParseException {
    Parser parser = new Parser(query, features);
    if (parser.in.peek().kind() == Kind.END) {
      throw ParseException.empty(query);
    }
    Expr expr = parser.binary(0);
    if (parser.in.peek().kind() != Kind.END) {
      throw parser.in.unexpected();
    }
    parser.types.check(expr);
    return expr;
  }

  /** Parses a query in the language without experiments. */
  public static Expr parse(String query) throws ParseException {
    return parse(query, Features.STABLE);
  }

  /**
   * Parses a selector such as {@code up{job="node"}}, as in {@code match[]}. It may select all
   * series, which a query may not.
   *
   * @throws ParseException if it is none
   */
  public static List<Matcher> parseSelector(String text) throws ParseException {
    Parser parser = new Parser(text, Features.STABLE);
    if (parser.in.peek().kind() == Kind.END) {
      throw parser.in.unexpected();
    }
    Expr.VectorSelector expr = parser.namedOrBraced();
    if (parser.in.peek().kind() != Kind.END) {
      throw parser.in.unexpected();
    }
    return expr.matchers();
  }

  /** An expression of operators that bind at least as strongly as {@code precedence}. */
  private Expr binary(int precedence) throws ParseException {
    int outerDepth = depth;
    Expr left = unary();
    while (true) {
      BinaryOperator operator = operator(in.peek());
      if (operator == null || operator.precedence() < precedence) {
        depth = outerDepth;
        return left;
      }
      deeper();
      in.next();
      Modifiers modifiers = modifiers(operator);
      boolean rightBinding = operator == BinaryOperator.POWER;
      Expr right = binary(rightBinding ? operator.precedence() : operator.precedence() + 1);
      left = binary(operator, left, right, modifiers);
    }
  }

  private Expr binary(BinaryOperator operator, Expr left, Expr right, Modifiers modifiers)
      throws ParseException {
    boolean vectors = left.type() == ValueType.VECTOR && right.type() == ValueType.VECTOR;
    Span at = left.at().to(right.at());
    Matching matching = modifiers.matching();
    boolean fills = matching.fillLeft() != null || matching.fillRight() != null;
    if (fills && !features.fillModifiers()) {
      throw in.fault(at, "binop fill modifiers are experimental and not enabled");
    }
    Expr.Binary binary =
        new Expr.Binary(operator, left, right, modifiers.bool(), vectors ? matching : null, at);
    types.remember(binary, new TypeCheck.Written(modifiers.bool(), matching));
    return binary;
  }

  private void deeper() throws ParseException {
    if (++depth > MAX_DEPTH) {
      throw tooDeep(MAX_DEPTH, "operators");
    }
  }

  private void nest() throws ParseException {
    deeper();
    if (++nesting > MAX_NESTING) {
      throw tooDeep(MAX_NESTING, "parentheses, calls and signs");
    }
  }

  private void unnest() {
    depth--;
    nesting--;
  }

  private ParseException tooDeep(int limit, String what) throws ParseException {
    return in.fault(
        in.peek().at(),
        "more than "
            + limit
            + " "
            + what
            + " are nested in each other; split the query with recording rules");
  }

  private static @Nullable BinaryOperator operator(Token token) {
    String symbol =
        switch (token.kind()) {
          case OPERATOR -> token.text();
          case WORD -> token.lowerCase();
          default -> "";
        };
    for (BinaryOperator operator : BinaryOperator.values()) {
      if (operator.symbol().equals(symbol)) {
        return operator;
      }
    }
    return null;
  }

  /** What stands between an operator and its right side. */
  private record Modifiers(boolean bool, Matching matching) {}

  private Modifiers modifiers(BinaryOperator operator) throws ParseException {
    boolean bool = in.peek().isWord("bool");
    if (bool) {
      in.next();
    }
    Cardinality cardinality = operator.isSet() ? Cardinality.MANY_TO_MANY : Cardinality.ONE_TO_ONE;
    boolean on = false;
    List<String> labels = List.of();
    List<String> include = List.of();
    if (in.peek().isWord("on") || in.peek().isWord("ignoring")) {
      on = in.next().isWord("on");
      labels = groupingLabels();
      if (in.peek().isWord("group_left") || in.peek().isWord("group_right")) {
        cardinality =
            in.next().isWord("group_left") ? Cardinality.MANY_TO_ONE : Cardinality.ONE_TO_MANY;
        include = included();
      }
    }
    Fills fills = fills();
    return new Modifiers(
        bool, new Matching(cardinality, on, labels, include, fills.left(), fills.right()));
  }

  /** The labels behind {@code group_left}, which may be left out. */
  private List<String> included() throws ParseException {
    if (in.peek().is("(")) {
      return groupingLabels();
    }
    if (!in.isExpressionNext()) {
      throw in.unexpected("grouping opts", "\"(\"");
    }
    return List.of();
  }

  /** What stands in for series that are missing on a side; null for nothing. */
  private record Fills(@Nullable Double left, @Nullable Double right) {}

  /** One word for both sides, or one for each. */
  private Fills fills() throws ParseException {
    if (in.peek().isWord("fill")) {
      double value = fillValue();
      return new Fills(value, value);
    }
    Double left = in.peek().isWord("fill_left") ? (Double) fillValue() : null;
    Double right = in.peek().isWord("fill_right") ? (Double) fillValue() : null;
    if (left == null && in.peek().isWord("fill_left")) {
      left = fillValue();
    }
    return new Fills(left, right);
  }

  private double fillValue() throws ParseException {
    in.next();
    in.expect("(");
    double value = signedNumber();
    in.expect(")");
    return value;
  }

  private double signedNumber() throws ParseException {
    double sign = 1;
    if (in.peek().is("-") || in.peek().is("+")) {
      sign = in.next().is("-") ? -1 : 1;
    }
    if (!in.isNumberNext()) {
      throw in.unexpected();
    }
    return sign * in.number(in.next());
  }

  private Expr unary() throws ParseException {
    Token sign = in.peek();
    if (!sign.is("-") && !sign.is("+")) {
      return postfix(primary());
    }
    in.next();
    nest();
    Expr operand = binary(BinaryOperator.MULTIPLY.precedence() + 1);
    unnest();
    Span at = sign.at().to(operand.at());
    if (operand instanceof Expr.NumberLiteral number) {
      double value = sign.is("-") ? -number.value() : number.value();
      return new Expr.NumberLiteral(value, number.duration(), at);
    }
    return new Expr.Unary(sign.is("-"), operand, at);
  }

  private Expr primary() throws ParseException {
    Token token = in.peek();
    return switch (token.kind()) {
      case NUMBER, DURATION -> {
        in.next();
        yield new Expr.NumberLiteral(in.number(token), token.kind() == Kind.DURATION, token.at());
      }
      case STRING -> {
        in.next();
        yield new Expr.StringLiteral(Unquoted.of(token.text()), token.at());
      }
      case METRIC_IDENTIFIER -> namedOrBraced();
      case IDENTIFIER -> in.peekSecond().is("(") ? call() : namedOrBraced();
      case WORD -> word();
      case SYMBOL -> token.is("(") ? paren() : namedOrBraced();
      case OPERATOR, END -> throw in.unexpected();
    };
  }

  private Expr paren() throws ParseException {
    Token open = in.next();
    nest();
    Expr inner = binary(0);
    unnest();
    Token close = in.expect(")");
    return new Expr.Paren(inner, open.at().to(close.at()));
  }

  /** An aggregation, a function call or a metric: what follows the word tells. */
  private Expr word() throws ParseException {
    String word = in.peek().lowerCase();
    if (!Words.canBeMetric(word)) {
      throw in.unexpected();
    }
    Token second = in.peekSecond();
    Optional<Aggregator> aggregator = Aggregator.of(word);
    if (aggregator.isPresent()
        && (second.is("(") || second.isWord("by") || second.isWord("without"))) {
      return aggregation(aggregator.get());
    }
    return Words.canBeCalled(word) && second.is("(") ? call() : namedOrBraced();
  }

  private Expr call() throws ParseException {
    Token name = in.next();
    Optional<Function> function = Function.of(name.text());
    List<Expr> arguments = arguments();
    if (function.isEmpty()) {
      throw in.fault(name.at(), "unknown function with name " + Quoted.quote(name.text()));
    }
    if (function.get().isExperimental() && !features.experimentalFunctions()) {
      throw in.fault(name.at(), "function " + Quoted.quote(name.text()) + " is not enabled");
    }
    return new Expr.Call(function.get(), arguments, name.at().to(in.last().at()));
  }

  private List<Expr> arguments() throws ParseException {
    in.expect("(");
    nest();
    List<Expr> arguments = new ArrayList<>();
    if (!in.peek().is(")")) {
      arguments.add(binary(0));
    }
    while (in.peek().is(",")) {
      Token comma = in.next();
      if (arguments.isEmpty()) {
        throw in.unexpected();
      }
      if (!in.isExpressionNext()) {
        throw in.fault(comma.at(), "trailing commas not allowed in function call args");
      }
      arguments.add(binary(0));
    }
    unnest();
    in.expect(")");
    return arguments;
  }

  private Expr aggregation(Aggregator aggregator) throws ParseException {
    Token name = in.next();
    Place outer = in.enter("aggregation", "");
    Grouping grouping = grouping();
    List<Expr> arguments = arguments();
    in.leave(outer);
    if (grouping == null) {
      grouping = grouping();
    }
    return aggregation(
        aggregator,
        arguments,
        grouping == null ? new Grouping(List.of(), false) : grouping,
        name.at().to(in.last().at()));
  }

  private Expr aggregation(Aggregator aggregator, List<Expr> arguments, Grouping grouping, Span at)
      throws ParseException {
    if (arguments.isEmpty()) {
      throw in.fault(at, "no arguments for aggregate expression provided");
    }
    if (aggregator.isExperimental() && !features.experimentalFunctions()) {
      throw in.fault(
          at,
          aggregator.text()
              + "() is experimental and must be enabled with"
              + " --enable-feature=promql-experimental-functions");
    }
    int expected = aggregator.parameter().isPresent() ? 2 : 1;
    if (arguments.size() != expected) {
      throw in.fault(
          at,
          "wrong number of arguments for aggregate expression provided, expected "
              + expected
              + ", got "
              + arguments.size());
    }
    return new Expr.Aggregation(
        aggregator,
        arguments.getLast(),
        expected == 2 ? arguments.getFirst() : null,
        grouping.labels(),
        grouping.without(),
        at);
  }

  private record Grouping(List<String> labels, boolean without) {}

  private @Nullable Grouping grouping() throws ParseException {
    if (!in.peek().isWord("by") && !in.peek().isWord("without")) {
      return null;
    }
    boolean without = in.next().isWord("without");
    return new Grouping(groupingLabels(), without);
  }

  private List<String> groupingLabels() throws ParseException {
    Place outer = in.enter("grouping opts", "\"(\"");
    in.expect("(");
    List<String> labels = new ArrayList<>();
    while (!in.peek().is(")")) {
      labels.add(groupingLabel());
      if (in.peek().is(",")) {
        in.next();
      } else if (!in.peek().is(")")) {
        throw in.unexpected("grouping opts", "\",\" or \")\"");
      }
    }
    in.next();
    in.leave(outer);
    return labels;
  }

  private String groupingLabel() throws ParseException {
    Token label = in.peek();
    boolean isLabel =
        switch (label.kind()) {
          case IDENTIFIER, METRIC_IDENTIFIER, STRING -> true;
          case WORD -> Words.canBeLabel(label.lowerCase());
          case NUMBER, DURATION, SYMBOL, OPERATOR, END -> false;
        };
    if (!isLabel) {
      throw in.unexpected("grouping opts", "label");
    }
    in.next();
    String name = label.kind() == Kind.STRING ? Unquoted.of(label.text()) : label.text();
    if (!LabelName.isValid(name)) {
      throw in.fault(label.at(), "invalid label name for grouping: " + Quoted.quote(name));
    }
    return name;
  }

  private Expr.VectorSelector namedOrBraced() throws ParseException {
    Token first = in.peek();
    if (first.is("{")) {
      return braces("", first);
    }
    boolean isName =
        switch (first.kind()) {
          case IDENTIFIER, METRIC_IDENTIFIER -> true;
          case WORD -> Words.canBeMetric(first.lowerCase());
          case STRING, NUMBER, DURATION, SYMBOL, OPERATOR, END -> false;
        };
    if (!isName) {
      throw in.unexpected();
    }
    Token name = in.next();
    if (in.peek().is("{")) {
      return braces(name.text(), name);
    }
    return new Expr.VectorSelector(
        name.text(), List.of(Matcher.metric(name.text())), Shift.NONE, Extension.NONE, name.at());
  }

  private Expr.VectorSelector braces(String name, Token first) throws ParseException {
    in.next();
    List<Matcher> matchers = new ArrayList<>();
    while (!in.peek().is("}")) {
      Token label = in.peek();
      boolean quoted = label.kind() == Kind.STRING;
      if (!quoted && label.kind() != Kind.IDENTIFIER) {
        throw in.unexpected("label matching", "identifier or \"}\"");
      }
      in.next();
      String text = quoted ? Unquoted.of(label.text()) : label.text();
      if (quoted && matcherType(in.peek()).isEmpty()) {
        matchers.add(Matcher.metric(text));
      } else {
        matchers.add(matcher(text, label.at()));
      }
      if (in.peek().is(",")) {
        in.next();
      } else if (!in.peek().is("}")) {
        throw in.unexpected("label matching", "\",\" or \"}\"");
      }
    }
    Span at = first.at().to(in.next().at());
    if (!name.isEmpty()) {
      matchers.add(Matcher.metric(name));
    }
    return new Expr.VectorSelector(name, matchers, Shift.NONE, Extension.NONE, at);
  }

  private static Optional<Matcher.Type> matcherType(Token symbol) {
    for (Matcher.Type type : Matcher.Type.values()) {
      if (symbol.is(type.symbol())) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  private Matcher matcher(String label, Span at) throws ParseException {
    Optional<Matcher.Type> type = matcherType(in.peek());
    if (type.isEmpty()) {
      throw in.unexpected("label matching", "label matching operator");
    }
    in.next();
    if (in.peek().kind() != Kind.STRING) {
      throw in.unexpected("label matching", "string");
    }
    try {
      return new Matcher(type.get(), label, Unquoted.of(in.next().text()));
    } catch (IllegalArgumentException e) {
      throw in.fault(at, String.valueOf(e.getMessage()));
    }
  }

  /** Ranges, offsets and the like, each of which may follow once. */
  private Expr postfix(Expr operand) throws ParseException {
    int outerDepth = depth;
    Expr expr = operand;
    while (true) {
      Token token = in.peek();
      if (token.is("[")) {
        deeper();
        expr = range(expr);
      } else if (token.isWord("offset")) {
        in.next();
        DurationExpr offset = new DurationParser(in).offset();
        expr = modifying.offset(expr, offset, in.last().at());
      } else if (token.is("@")) {
        in.next();
        expr = instant(expr);
      } else if (token.isWord("anchored") || token.isWord("smoothed")) {
        in.next();
        Extension extension = token.isWord("anchored") ? Extension.ANCHORED : Extension.SMOOTHED;
        expr = modifying.extend(expr, extension);
      } else {
        depth = outerDepth;
        return expr;
      }
    }
  }

  private Expr range(Expr expr) throws ParseException {
    Token open = in.next();
    DurationParser durations = new DurationParser(in);
    DurationExpr range = durations.range();
    if (in.peek().is(":")) {
      in.next();
      DurationExpr step = in.peek().is("]") ? null : durations.step();
      if (!in.peek().is("]")) {
        throw in.unexpected("subquery selector", "\"]\"");
      }
      Token close = in.next();
      return new Expr.Subquery(expr, range, step, Shift.NONE, expr.at().to(close.at()));
    }
    if (!in.peek().is("]")) {
      throw in.unexpected("subquery or range", "\":\" or \"]\"");
    }
    Token close = in.next();
    return modifying.matrix(expr, range, open.at(), expr.at().to(close.at()));
  }

  private Expr instant(Expr expr) throws ParseException {
    Place outer = in.enter("@", "timestamp");
    Token token = in.peek();
    if (!token.isWord("start") && !token.isWord("end")) {
      double seconds = signedNumber();
      in.leave(outer);
      return modifying.at(expr, seconds, in.last().at());
    }
    in.next();
    in.expect("(");
    in.expect(")");
    in.leave(outer);
    Expr.Instant instant =
        token.isWord("start") ? new Expr.Instant.Start() : new Expr.Instant.End();
    return modifying.at(expr, instant, in.last().at());
  }
}

package dev.pharos.query.syntax;

import dev.pharos.model.Matcher;
import dev.pharos.query.syntax.Expr.Cardinality;
import dev.pharos.query.syntax.Expr.Extension;
import dev.pharos.query.syntax.Expr.Matching;
import dev.pharos.query.syntax.Expr.Shift;
import dev.pharos.query.syntax.Token.Kind;
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
      throw ParseException.empty();
    }
    Expr expr = parser.binary(0);
    if (parser.in.peek().kind() != Kind.END) {
      throw parser.in.unexpected("", "");
    }
    parser.types.check(expr);
    return expr;
  }

  /** Parses a query in the language without experiments. */
  public static Expr parse(String query) throws ParseException {
    return parse(query, Features.STABLE);
  }

  /**
   * Parses a selector such as {@code up{job="node"}}, as in {@code match[]}.
   *
   * @throws ParseException if it is none
   */
  public static List<Matcher> parseSelector(String text) throws ParseException {
    Parser parser = new Parser(text, Features.STABLE);
    if (parser.in.peek().kind() == Kind.END) {
      throw ParseException.empty();
    }
    Expr expr = parser.primary();
    if (parser.in.peek().kind() != Kind.END) {
      throw parser.in.unexpected("", "");
    }
    if (!(expr instanceof Expr.VectorSelector selector)) {
      throw new ParseException(text, expr.at(), "expected a metric selector");
    }
    parser.types.check(expr);
    return selector.matchers();
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
      Token symbol = in.next();
      Modifiers modifiers = modifiers(operator);
      boolean rightBinding = operator == BinaryOperator.POWER;
      Expr right = binary(rightBinding ? operator.precedence() : operator.precedence() + 1);
      left = binary(operator, left, right, modifiers, symbol.at());
    }
  }

  private Expr binary(
      BinaryOperator operator, Expr left, Expr right, Modifiers modifiers, Span symbol) {
    boolean vectors = left.type() == ValueType.VECTOR && right.type() == ValueType.VECTOR;
    Expr.Binary binary =
        new Expr.Binary(
            operator,
            left,
            right,
            modifiers.bool(),
            vectors ? modifiers.matching() : null,
            left.at().to(right.at()));
    types.remember(binary, new TypeCheck.Written(modifiers.bool(), modifiers.matching(), symbol));
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
          case IDENTIFIER -> token.lowerCase();
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
    if ((in.peek().isWord("on") || in.peek().isWord("ignoring")) && in.peekSecond().is("(")) {
      on = in.next().isWord("on");
      labels = groupingLabels();
      if (in.peek().isWord("group_left") || in.peek().isWord("group_right")) {
        cardinality =
            in.next().isWord("group_left") ? Cardinality.MANY_TO_ONE : Cardinality.ONE_TO_MANY;
        if (in.peek().is("(")) {
          include = groupingLabels();
        }
      }
    }
    Double fillLeft = null;
    Double fillRight = null;
    while (isFill(in.peek()) && in.peekSecond().is("(")) {
      Token word = in.next();
      if (!features.fillModifiers()) {
        throw in.fault(word.at(), "binop fill modifiers are experimental and not enabled");
      }
      in.next();
      double value = signedNumber("fill value");
      in.expect(")", "fill value", "\")\"");
      fillLeft = word.isWord("fill_right") ? fillLeft : (Double) value;
      fillRight = word.isWord("fill_left") ? fillRight : (Double) value;
    }
    return new Modifiers(bool, new Matching(cardinality, on, labels, include, fillLeft, fillRight));
  }

  private static boolean isFill(Token token) {
    return token.isWord("fill") || token.isWord("fill_left") || token.isWord("fill_right");
  }

  private double signedNumber(String context) throws ParseException {
    double sign = 1;
    while (in.peek().is("-") || in.peek().is("+")) {
      sign = in.next().is("-") ? -sign : sign;
    }
    Token token = in.next();
    if (token.kind() != Kind.NUMBER && token.kind() != Kind.DURATION) {
      throw in.unexpected(token, context, "number or duration");
    }
    return sign * in.number(token);
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
        yield new Expr.StringLiteral(in.string(token), token.at());
      }
      case METRIC_IDENTIFIER -> selector();
      case IDENTIFIER -> word();
      case SYMBOL -> {
        if (token.is("(")) {
          yield paren();
        }
        if (token.is("{")) {
          yield selector();
        }
        throw in.unexpected("", "");
      }
      case OPERATOR, END -> throw in.unexpected("", "");
    };
  }

  private Expr paren() throws ParseException {
    Token open = in.next();
    nest();
    Expr inner = binary(0);
    unnest();
    Token close = in.expect(")", "", "");
    return new Expr.Paren(inner, open.at().to(close.at()));
  }

  /** A metric, a function call or an aggregation: what follows the word tells. */
  private Expr word() throws ParseException {
    Token word = in.peek();
    Token second = in.peekSecond();
    Optional<Aggregator> aggregator = Aggregator.of(word.lowerCase());
    if (aggregator.isPresent()
        && (second.is("(") || second.isWord("by") || second.isWord("without"))) {
      return aggregation(aggregator.get());
    }
    if (second.is("(")) {
      return call();
    }
    if (aggregator.isPresent() && second.kind() == Kind.IDENTIFIER && operator(second) == null) {
      in.next();
      if (!isModifier(in.peek())) {
        throw in.unexpected("", "");
      }
      return named(word);
    }
    return selector();
  }

  private static boolean isModifier(Token token) {
    return Lexer.KEYWORDS.contains(token.lowerCase());
  }

  private Expr call() throws ParseException {
    Token name = in.next();
    // Function names are case-sensitive but for those that durations know too.
    Optional<Function> function = Function.of(name.text());
    if (function.isEmpty()) {
      function =
          Function.of(name.lowerCase())
              .filter(
                  f ->
                      switch (f) {
                        case STEP, RANGE, START, END, MIN_OF, MAX_OF -> true;
                        default -> false;
                      });
    }
    List<Expr> arguments = arguments();
    if (function.isEmpty()) {
      throw in.fault(name.at(), "unknown function with name \"" + name.text() + "\"");
    }
    if (function.get().isExperimental() && !features.experimentalFunctions()) {
      throw in.fault(name.at(), "function \"" + name.text() + "\" is not enabled");
    }
    return new Expr.Call(function.get(), arguments, name.at().to(in.last().at()));
  }

  private List<Expr> arguments() throws ParseException {
    in.expect("(", "", "\"(\"");
    nest();
    List<Expr> arguments = new ArrayList<>();
    while (!in.peek().is(")")) {
      arguments.add(binary(0));
      if (!in.peek().is(",")) {
        break;
      }
      Token comma = in.next();
      if (in.peek().is(")")) {
        throw in.fault(comma.at(), "trailing commas not allowed in function call args");
      }
    }
    unnest();
    in.expect(")", "", "");
    return arguments;
  }

  private Expr aggregation(Aggregator aggregator) throws ParseException {
    Token name = in.next();
    Grouping grouping = grouping();
    List<Expr> arguments = arguments();
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
    in.expect("(", "grouping opts", "\"(\"");
    List<String> labels = new ArrayList<>();
    while (!in.peek().is(")")) {
      labels.add(groupingLabel());
      if (!in.peek().is(",")) {
        break;
      }
      in.next();
    }
    in.expect(")", "grouping opts", "\",\" or \")\"");
    return labels;
  }

  private String groupingLabel() throws ParseException {
    Token label = in.next();
    return switch (label.kind()) {
      case IDENTIFIER -> label.text();
      case STRING -> in.string(label);
      case METRIC_IDENTIFIER, NUMBER, DURATION, SYMBOL, OPERATOR, END -> {
        if (label.kind() == Kind.NUMBER && Character.isLetter(label.text().charAt(0))) {
          yield label.text();
        }
        throw in.unexpected(label, "grouping opts", "label");
      }
    };
  }

  private Expr selector() throws ParseException {
    Token first = in.peek();
    if (first.is("{")) {
      return braces("", first);
    }
    in.next();
    return named(first);
  }

  private Expr named(Token name) throws ParseException {
    if (in.peek().is("{")) {
      return braces(name.text(), name);
    }
    return new Expr.VectorSelector(
        name.text(), List.of(Matcher.metric(name.text())), Shift.NONE, Extension.NONE, name.at());
  }

  private Expr braces(String name, Token first) throws ParseException {
    in.next();
    String metric = name;
    List<Matcher> matchers = new ArrayList<>();
    while (!in.peek().is("}")) {
      Token label = in.next();
      if (label.kind() != Kind.IDENTIFIER && label.kind() != Kind.STRING) {
        throw in.unexpected(label, "label matching", "identifier or \"}\"");
      }
      boolean quoted = label.kind() == Kind.STRING;
      String labelName = quoted ? in.string(label) : label.text();
      if (quoted && (in.peek().is(",") || in.peek().is("}"))) {
        if (!metric.isEmpty()) {
          throw in.fault(label.at(), TypeCheck.nameTwice(metric, labelName));
        }
        metric = labelName;
      } else {
        matchers.add(matcher(labelName, label.at()));
      }
      if (in.peek().is(",")) {
        in.next();
      } else if (!in.peek().is("}")) {
        throw in.unexpected("label matching", "\",\" or \"}\"");
      }
    }
    Span at = first.at().to(in.next().at());
    if (!metric.isEmpty()) {
      matchers.add(Matcher.metric(metric));
    }
    return new Expr.VectorSelector(metric, matchers, Shift.NONE, Extension.NONE, at);
  }

  private Matcher matcher(String label, Span at) throws ParseException {
    Token symbol = in.next();
    Matcher.Type type = null;
    for (Matcher.Type candidate : Matcher.Type.values()) {
      if (symbol.is(candidate.symbol())) {
        type = candidate;
      }
    }
    if (type == null) {
      throw in.unexpected(symbol, "label matching", "label matching operator");
    }
    Token value = in.next();
    if (value.kind() != Kind.STRING) {
      throw in.unexpected(value, "label matching", "string");
    }
    try {
      return new Matcher(type, label, in.string(value));
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
        expr = modifying.offset(expr, new DurationParser(in).offset());
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
    DurationExpr range = durations.inBrackets();
    positive(range, open.at());
    if (in.peek().is(":")) {
      in.next();
      DurationExpr step = in.peek().is("]") ? null : durations.inBrackets();
      if (step != null) {
        positive(step, open.at());
      }
      Token close = in.expect("]", "subquery selector", "\"]\"");
      return new Expr.Subquery(expr, range, step, Shift.NONE, expr.at().to(close.at()));
    }
    Token close = in.expect("]", "subquery or range selector", "\":\" or \"]\"");
    return modifying.matrix(expr, range, open.at(), expr.at().to(close.at()));
  }

  private void positive(DurationExpr length, Span at) throws ParseException {
    if (length.isConstant() && !(length.seconds(0, 0) > 0)) {
      throw in.fault(at, "duration must be greater than 0");
    }
  }

  private Expr instant(Expr expr) throws ParseException {
    Token token = in.peek();
    if ((token.isWord("start") || token.isWord("end")) && in.peekSecond().is("(")) {
      in.next();
      in.next();
      in.expect(")", "@", "\")\"");
      return modifying.at(
          expr, token.isWord("start") ? new Expr.Instant.Start() : new Expr.Instant.End());
    }
    double sign = 1;
    if (token.is("-") || token.is("+")) {
      sign = in.next().is("-") ? -1 : 1;
    }
    Token number = in.next();
    if (number.kind() != Kind.NUMBER && number.kind() != Kind.DURATION) {
      throw in.unexpected(number, "@", "timestamp");
    }
    return modifying.at(expr, sign * in.number(number));
  }

  /** Whether {@code name} can be a metric's name without quotes. */
  static boolean isPlainMetricName(String name) {
    if (name.isEmpty() || Character.isDigit(name.charAt(0))) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c != ':' && !isPlainLabelCharacter(c)) {
        return false;
      }
    }
    return !name.equalsIgnoreCase("inf") && !name.equalsIgnoreCase("nan");
  }

  /** Whether {@code name} can be a label's name without quotes. */
  static boolean isPlainLabelName(String name) {
    return isPlainMetricName(name) && name.indexOf(':') < 0;
  }

  private static boolean isPlainLabelCharacter(char c) {
    return ('a' <= c && c <= 'z') || ('A' <= c && c <= 'Z') || ('0' <= c && c <= '9') || c == '_';
  }
}

package dev.pharos.query.testkit;

import dev.pharos.identity.api.Access;
import dev.pharos.model.Labels;
import dev.pharos.query.api.QueryEngine;
import dev.pharos.query.api.QueryEngine.Options;
import dev.pharos.query.api.QueryException;
import dev.pharos.query.api.QueryResult;
import dev.pharos.query.syntax.Expr;
import dev.pharos.query.syntax.Features;
import dev.pharos.query.syntax.Numbers;
import dev.pharos.query.syntax.ParseException;
import dev.pharos.query.syntax.Parser;
import dev.pharos.query.syntax.Printer;
import dev.pharos.query.testkit.Outcome.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Runs one query of a script in all ways in which it must give the same, and looks at it. */
final class Evaluation {

  private static final long MINUTE = 60_000;

  /** Where the query itself is, which is another place once it has been rewritten. */
  private static final String POSITION = " \\(\\d+:\\d+\\)$";

  private final QueryEngine engine;
  private final Command.Eval eval;

  Evaluation(QueryEngine engine, Command.Eval eval) {
    this.engine = engine;
    this.eval = eval;
  }

  /** What is wrong; empty if nothing is. */
  Optional<Failure> run() {
    if (eval.isRange()) {
      return range();
    }
    Expr expr = parse();
    Optional<Failure> failure = instant(eval.query(), eval.startMillis(), false, expr);
    Optional<Expr> pinned =
        expr == null || failure.isPresent()
            ? Optional.empty()
            : Pinned.at(eval.startMillis(), expr);
    if (pinned.isEmpty()) {
      return failure;
    }
    String query = Printer.print(pinned.get());
    for (long millis : elsewhere(eval.startMillis())) {
      Optional<Failure> other = instant(query, millis, true, pinned.get());
      if (other.isPresent()) {
        return other;
      }
    }
    return Optional.empty();
  }

  private @Nullable Expr parse() {
    try {
      return Parser.parse(eval.query(), Features.ALL);
    } catch (ParseException e) {
      // The engine will say so.
      return null;
    }
  }

  private static long[] elsewhere(long millis) {
    return millis == 0
        ? new long[] {-1000, 1000}
        : new long[] {-10 * millis, 0, millis / 5, millis, 10 * millis};
  }

  private Optional<Failure> range() {
    QueryResult result;
    try {
      result =
          engine.range(
              Access.system(),
              eval.query(),
              eval.startMillis(),
              eval.endMillis(),
              eval.stepMillis(),
              Options.DEFAULT);
    } catch (QueryException e) {
      return failed(e, "as it is written", UnaryOperator.identity());
    }
    if (eval.expects(Expect.Kind.FAIL)) {
      return Optional.of(new Failure("as it is written", "a failure", "an answer"));
    }
    return annotations(result, "as it is written", UnaryOperator.identity())
        .or(() -> matrix(Answer.of(result.value())));
  }

  private Optional<Failure> instant(
      String query, long millis, boolean pinned, @Nullable Expr expr) {
    String how = pinned ? "with @, at " + millis / 1000.0 + ": " + query : "as it is written";
    UnaryOperator<String> place =
        pinned ? text -> text.replaceFirst(POSITION, "") : UnaryOperator.identity();
    QueryResult result;
    try {
      result = engine.instant(Access.system(), query, millis, Options.DEFAULT);
    } catch (QueryException e) {
      return failed(e, how, place);
    }
    if (eval.expects(Expect.Kind.FAIL)) {
      return Optional.of(new Failure(how, "a failure", "an answer"));
    }
    Answer answer = Answer.of(result.value());
    Optional<Failure> failure =
        annotations(result, how, place).or(() -> value(answer, how, millis));
    if (failure.isPresent()
        || expr == null
        || eval.expects(Expect.Kind.STRING)
        || eval.expects(Expect.Kind.RANGE)
        || Pinned.dependsOnQuery(expr)) {
      return failure;
    }
    return withinRange(query, millis, how + ", in the middle of a range", answer);
  }

  /** At an instant of a range, the query must answer the same. */
  private Optional<Failure> withinRange(String query, long millis, String how, Answer instant) {
    QueryResult result;
    try {
      result =
          engine.range(
              Access.system(), query, millis - MINUTE, millis + MINUTE, MINUTE, Options.DEFAULT);
    } catch (QueryException e) {
      return Optional.of(new Failure(how, "an answer", String.valueOf(e.getMessage())));
    }
    if (eval.expects(Expect.Kind.ORDERED)
        || !(Answer.of(result.value()) instanceof Answer.Series series)) {
      return Optional.empty();
    }
    Optional<String> disorder = series.disorder();
    if (disorder.isPresent()) {
      return Optional.of(new Failure(how, "series sorted by labels", disorder.get()));
    }
    Answer.Series there = series.at(millis);
    Answer answer =
        instant instanceof Answer.Scalar && there.all().size() == 1
            ? new Answer.Scalar(there.all().getFirst().points().firstEntry().getValue().value())
            : there;
    return value(answer, how, millis);
  }

  private Optional<Failure> failed(QueryException e, String how, UnaryOperator<String> place) {
    String message = String.valueOf(e.getMessage());
    if (!eval.expects(Expect.Kind.FAIL)) {
      return Optional.of(new Failure(how, "an answer", "failed: " + message));
    }
    for (Expect expect : eval.expects()) {
      if (expect.kind() == Expect.Kind.FAIL && !accepts(expect, message, place)) {
        return Optional.of(new Failure(how, expect.toString(), "failed: " + message));
      }
    }
    return Optional.empty();
  }

  private static boolean accepts(Expect expect, String text, UnaryOperator<String> place) {
    if (expect.message() != null) {
      return place.apply(expect.message()).equals(place.apply(text));
    }
    return expect.accepts(text);
  }

  private Optional<Failure> annotations(
      QueryResult result, String how, UnaryOperator<String> place) {
    return annotations(
            Expect.Kind.WARN, Expect.Kind.NO_WARN, "warning", result.warnings(), how, place)
        .or(
            () ->
                annotations(
                    Expect.Kind.INFO, Expect.Kind.NO_INFO, "info", result.infos(), how, place));
  }

  private Optional<Failure> annotations(
      Expect.Kind kind,
      Expect.Kind none,
      String name,
      List<String> found,
      String how,
      UnaryOperator<String> place) {
    if (eval.expects(none) && !found.isEmpty()) {
      return Optional.of(new Failure(how, "no " + name, found.toString()));
    }
    List<Expect> expected = eval.expects().stream().filter(e -> e.kind() == kind).toList();
    if (expected.isEmpty()) {
      return Optional.empty();
    }
    for (Expect expect : expected) {
      if (found.stream().noneMatch(text -> accepts(expect, text, place))) {
        return Optional.of(new Failure(how, expect.toString(), name + " " + found));
      }
    }
    for (String text : found) {
      if (expected.stream().noneMatch(expect -> accepts(expect, text, place))) {
        return Optional.of(new Failure(how, expected.toString(), name + " " + text));
      }
    }
    return Optional.empty();
  }

  private Optional<Failure> value(Answer answer, String how, long millis) {
    return switch (answer) {
      case Answer.Text text -> {
        boolean same =
            eval.expects().stream()
                .anyMatch(e -> e.kind() == Expect.Kind.STRING && text.text().equals(e.message()));
        yield same
            ? Optional.empty()
            : Optional.of(new Failure(how, eval.expects().toString(), text.toString()));
      }
      case Answer.Scalar scalar -> {
        boolean same =
            eval.results().size() == 1
                && isNumber(eval.results().getFirst())
                && Almost.equal(Numbers.parse(eval.results().getFirst()), scalar.value());
        yield same
            ? Optional.empty()
            : Optional.of(new Failure(how, expected(), scalar.toString()));
      }
      case Answer.Series series ->
          eval.expects(Expect.Kind.RANGE) ? matrix(series) : vector(series, how, millis);
    };
  }

  private static boolean isNumber(String text) {
    try {
      Numbers.parse(text);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private String expected() {
    return eval.results().isEmpty() ? "no series" : String.join("\n      ", eval.results());
  }

  private Optional<Failure> vector(Answer.Series found, String how, long millis) {
    Failure failure = new Failure(how, expected(), found.toString());
    if (found.all().size() != eval.results().size()) {
      return Optional.of(failure);
    }
    boolean ordered = eval.expects(Expect.Kind.ORDERED);
    for (int i = 0; i < eval.results().size(); i++) {
      if (isNumber(eval.results().get(i))) {
        return Optional.of(failure);
      }
      SeriesNotation wanted = SeriesNotation.parse(eval.results().get(i));
      Answer.Series.One one = found.of(wanted.labels());
      Point point = wanted.points().isEmpty() ? null : wanted.points().getFirst();
      Point there = one == null ? null : one.points().get(millis);
      if (point == null
          || there == null
          || !Almost.equal(point, there)
          || (ordered && !found.all().get(i).labels().equals(wanted.labels()))) {
        return Optional.of(failure);
      }
    }
    return Optional.empty();
  }

  private Optional<Failure> matrix(Answer answer) {
    Failure failure = new Failure("as it is written", expected(), answer.toString());
    if (!(answer instanceof Answer.Series found)) {
      return Optional.of(failure);
    }
    List<Answer.Series.One> wanted = new ArrayList<>();
    for (String line : eval.results()) {
      Answer.Series.One one = expected(line);
      if (!one.points().isEmpty()) {
        wanted.add(one);
      }
    }
    if (found.all().size() != wanted.size()) {
      return Optional.of(failure);
    }
    for (Answer.Series.One one : wanted) {
      Answer.Series.One other = found.of(one.labels());
      if (other == null || !same(one.points(), other.points())) {
        return Optional.of(failure);
      }
    }
    return found
        .disorder()
        .map(text -> new Failure("as it is written", "series sorted by labels", text));
  }

  private static boolean same(Map<Long, Point> wanted, Map<Long, Point> found) {
    return wanted.keySet().equals(found.keySet())
        && wanted.entrySet().stream()
            .allMatch(
                entry -> {
                  Point other = found.get(entry.getKey());
                  return other != null && Almost.equal(entry.getValue(), other);
                });
  }

  private Answer.Series.One expected(String line) {
    long start = eval.startMillis();
    long step = eval.stepMillis();
    for (Expect expect : eval.expects()) {
      if (expect.kind() == Expect.Kind.RANGE && expect.message() != null) {
        String[] grid = expect.message().split(" ", -1);
        start = Long.parseLong(grid[0]);
        step = Long.parseLong(grid[2]);
      }
    }
    SeriesNotation notation =
        isNumber(line)
            ? new SeriesNotation(Labels.EMPTY, List.of(Point.of(Numbers.parse(line))))
            : SeriesNotation.parse(line);
    TreeMap<Long, Point> points = new TreeMap<>();
    for (int i = 0; i < notation.points().size(); i++) {
      Point point = notation.points().get(i);
      if (point != null) {
        points.put(start + i * step, point);
      }
    }
    return new Answer.Series.One(notation.labels(), points);
  }
}

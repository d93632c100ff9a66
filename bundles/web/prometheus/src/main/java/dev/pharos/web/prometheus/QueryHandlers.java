package dev.pharos.web.prometheus;

import dev.pharos.identity.api.Access;
import dev.pharos.model.Exemplar;
import dev.pharos.model.Labels;
import dev.pharos.model.TimeRange;
import dev.pharos.query.api.QueryEngine;
import dev.pharos.query.api.QueryEngine.Options;
import dev.pharos.query.api.QueryException;
import dev.pharos.query.api.QueryResult;
import dev.pharos.query.api.QueryValue;
import dev.pharos.query.syntax.Expr;
import dev.pharos.query.syntax.Features;
import dev.pharos.query.syntax.ParseException;
import dev.pharos.query.syntax.Parser;
import dev.pharos.query.syntax.Prettifier;
import dev.pharos.storage.api.StorageException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Queries, and what is made of their text alone. */
final class QueryHandlers {

  private static final int MAX_POINTS = 11_000;
  private static final String TRUNCATED = "results truncated due to limit";

  private static final String PER_STEP = "all";
  private static final Set<String> STATS = Set.of("", "true", PER_STEP);

  private final Platform platform;

  private final boolean perStep;

  QueryHandlers(Platform platform) {
    this(platform, false);
  }

  /**
   * Makes the handlers.
   *
   * @param perStep whether statistics may be asked for at each step
   */
  QueryHandlers(Platform platform, boolean perStep) {
    this.platform = platform;
    this.perStep = perStep;
  }

  /** One evaluation of the engine. */
  @FunctionalInterface
  private interface Evaluation {
    QueryResult run(QueryEngine engine, Access access, Options options) throws QueryException;
  }

  Answer instant(Call call) throws ApiException {
    long time = call.time("time", call.nowMillis());
    return evaluate(
        call,
        (engine, access, options) -> engine.instant(access, call.text("query"), time, options));
  }

  Answer range(Call call) throws ApiException {
    long start = call.time("start");
    long end = call.time("end");
    if (end < start) {
      throw ApiException.badParameter("end", "end timestamp must not be before start time");
    }
    long step = call.duration("step");
    if (step <= 0) {
      throw ApiException.badParameter(
          "step",
          "zero or negative query resolution step widths are not accepted."
              + " Try a positive integer");
    }
    if (((double) end - start) / step > MAX_POINTS) {
      throw new ApiException(
          ErrorType.BAD_DATA,
          "exceeded maximum resolution of 11,000 points per timeseries."
              + " Try decreasing the query resolution (?step=XX)");
    }
    return evaluate(
        call,
        (engine, access, options) ->
            engine.range(access, call.text("query"), start, end, step, options));
  }

  private Answer evaluate(Call call, Evaluation evaluation) throws ApiException {
    int limit = call.limit();
    Access access = call.access();
    if (call.first("timeout").isPresent()) {
      access = access.within(Duration.ofMillis(call.duration("timeout")));
    }
    String stats = call.text("stats");
    Options options = options(call, stats);
    QueryResult result;
    try {
      result = evaluation.run(platform.engine(), access, options);
    } catch (QueryException e) {
      throw error(e);
    }
    List<String> warnings = new ArrayList<>(result.warnings());
    QueryValue value = limited(result.value(), limit, warnings);
    if (!STATS.contains(stats)) {
      warnings.add(
          "value \""
              + stats
              + "\" for parameter \"stats\" is deprecated and will be rejected in the next major"
              + " release, use \"true\" or \"all\"");
    }
    return new Answer(
        out -> {
          out.beginObject();
          Results.write(out, value);
          if (!stats.isEmpty()) {
            Results.write(out.name("stats"), result.statistics());
          }
          out.endObject();
        },
        warnings,
        result.infos());
  }

  private Options options(Call call, String stats) throws ApiException {
    Options options = Options.DEFAULT.from(call.origin());
    if (call.first("lookback_delta").isPresent()) {
      options = options.withLookback(Duration.ofMillis(call.duration("lookback_delta")));
    }
    return perStep && stats.equals(PER_STEP) ? options.withSamplesPerStep() : options;
  }

  private static QueryValue limited(QueryValue value, int limit, List<String> warnings) {
    int size =
        switch (value) {
          case QueryValue.Vector(var elements) -> elements.size();
          case QueryValue.Matrix(var series) -> series.size();
          case QueryValue.Scalar scalar -> 0;
          case QueryValue.Text text -> 0;
        };
    if (limit == 0 || size <= limit) {
      return value;
    }
    warnings.add(TRUNCATED);
    return switch (value) {
      case QueryValue.Vector(var elements) -> new QueryValue.Vector(elements.subList(0, limit));
      case QueryValue.Matrix(var series) -> new QueryValue.Matrix(series.subList(0, limit));
      case QueryValue.Scalar scalar -> scalar;
      case QueryValue.Text text -> text;
    };
  }

  private static ApiException error(QueryException e) {
    String message = String.valueOf(e.getMessage());
    return switch (e.kind()) {
      case PARSE -> ApiException.badParameter("query", message);
      case EXECUTION -> new ApiException(ErrorType.EXECUTION, message);
      case CANCELLED -> new ApiException(ErrorType.CANCELED, message);
      case TIMEOUT -> new ApiException(ErrorType.TIMEOUT, message);
      case STORAGE -> new ApiException(ErrorType.INTERNAL, message);
    };
  }

  Answer format(Call call) throws ApiException {
    String pretty = Prettifier.pretty(parse(call));
    return Answer.of(out -> out.value(pretty));
  }

  Answer parsed(Call call) throws ApiException {
    Expr expr = parse(call);
    return Answer.of(out -> TreeJson.write(out, expr));
  }

  private static Expr parse(Call call) throws ApiException {
    try {
      return Parser.parse(call.text("query"), Features.ALL);
    } catch (ParseException e) {
      throw ApiException.badParameter("query", String.valueOf(e.getMessage()));
    }
  }

  /** The exemplars of all series that the query's selectors name. */
  Answer exemplars(Call call) throws ApiException, StorageException {
    long start = call.time("start", Times.MIN_MILLIS);
    long end = call.time("end", Times.MAX_MILLIS);
    if (end < start) {
      throw ApiException.badParameter("end", "end timestamp must not be before start timestamp");
    }
    Map<Labels, Set<Exemplar>> found = new TreeMap<>();
    for (Expr.VectorSelector selector : selectors(parse(call))) {
      platform
          .series()
          .exemplars(call.access(), new TimeRange(start, end + 1), selector.matchers())
          .forEach(
              (labels, exemplars) ->
                  found.computeIfAbsent(labels, l -> new LinkedHashSet<>()).addAll(exemplars));
    }
    return Answer.of(
        out -> {
          out.beginArray();
          for (Map.Entry<Labels, Set<Exemplar>> series : found.entrySet()) {
            out.beginObject();
            out.name("seriesLabels").labels(series.getKey());
            out.name("exemplars").beginArray();
            for (Exemplar exemplar : series.getValue()) {
              out.beginObject();
              out.name("labels").labels(exemplar.labels());
              out.name("value").number(exemplar.value());
              out.name("timestamp").seconds(exemplar.timestampMillis());
              out.endObject();
            }
            out.endArray();
            out.endObject();
          }
          out.endArray();
        });
  }

  private static List<Expr.VectorSelector> selectors(Expr expr) {
    List<Expr.VectorSelector> selectors = new ArrayList<>();
    if (expr instanceof Expr.VectorSelector selector) {
      selectors.add(selector);
    }
    for (Expr child : expr.children()) {
      selectors.addAll(selectors(child));
    }
    return selectors;
  }
}

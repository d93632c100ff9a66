package dev.pharos.query.promql;

import dev.pharos.exporter.api.Collector;
import dev.pharos.exporter.api.Exporter;
import dev.pharos.exporter.api.ExporterRequest;
import dev.pharos.identity.api.Access;
import dev.pharos.identity.api.AccessEndedException;
import dev.pharos.query.api.QueryEngine;
import dev.pharos.query.api.QueryException;
import dev.pharos.query.api.QueryException.Kind;
import dev.pharos.query.api.QueryOrigin;
import dev.pharos.query.api.QueryResult;
import dev.pharos.query.api.QueryStatistics;
import dev.pharos.query.api.QueryValue;
import dev.pharos.query.promql.column.Dialect;
import dev.pharos.query.promql.column.EvaluationException;
import dev.pharos.query.promql.column.Grid;
import dev.pharos.query.promql.column.QueryContext;
import dev.pharos.query.promql.column.SampleBudget;
import dev.pharos.query.promql.plan.Plan;
import dev.pharos.query.syntax.Durations;
import dev.pharos.query.syntax.Expr;
import dev.pharos.query.syntax.ParseException;
import dev.pharos.query.syntax.Parser;
import dev.pharos.query.syntax.ValueType;
import dev.pharos.storage.api.SeriesReader;
import dev.pharos.storage.api.StorageException;
import dev.pharos.storage.api.StorageRole;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * Answers PromQL from the storage that everyone uses.
 *
 * <p>A query runs on the thread that asks; only so many run at a time, and the others wait their
 * turn within their own deadline. Safe for use by several threads.
 */
@Component(
    service = {QueryEngine.class, Exporter.class},
    property = Exporter.TYPE + "=" + Exporter.SELF,
    configurationPid = "dev.pharos.query.promql")
@Designate(ocd = PromqlEngine.Config.class)
public final class PromqlEngine implements QueryEngine, Exporter {

  /** Settings. */
  @ObjectClassDefinition(name = "PromQL", description = "How queries are evaluated")
  public @interface Config {

    @AttributeDefinition(description = "How far back a query looks for a sample, such as 5m")
    String lookback_delta() default "5m";

    @AttributeDefinition(description = "Time after which a query is ended, such as 2m")
    String timeout() default "2m";

    @AttributeDefinition(description = "Samples that one query may hold at a time")
    long max_samples() default 50_000_000;

    @AttributeDefinition(description = "Queries that run at a time; more wait")
    int max_concurrency() default 20;

    @AttributeDefinition(description = "Step of subqueries that give none, such as 1m")
    String default_subquery_step() default "1m";

    @AttributeDefinition(
        description = "Switches of the language, named as in --enable-feature, none by default")
    String[] enable_feature() default {};

    @AttributeDefinition(
        description = "Folder of the file that tells which queries are running; empty for none")
    String active_queries_path() default "";
  }

  /**
   * Bounds of evaluation.
   *
   * @param lookbackMillis how far back an instant selector looks
   * @param subqueryStepMillis step of subqueries that give none
   */
  record Limits(
      long lookbackMillis,
      Duration timeout,
      long maxSamples,
      int maxConcurrency,
      long subqueryStepMillis) {

    static final Limits DEFAULT =
        new Limits(300_000, Duration.ofMinutes(2), 50_000_000, 20, 60_000);
  }

  private final SeriesReader storage;
  private final Limits limits;
  private final Dialect dialect;
  private final InstantSource clock;
  private final Notes notes;
  private final RunningQueries running;
  private final EngineMetrics metrics;

  /**
   * Where it is noted what is asked.
   *
   * @param log queries that have ended
   * @param active queries that are being evaluated
   */
  record Notes(QueryLog log, ActiveQueryFile active) {

    static Notes none() {
      return new Notes(new QueryLog(), ActiveQueryFile.NONE);
    }
  }

  @Activate
  public PromqlEngine(
      @Reference(target = StorageRole.MAIN_FILTER) SeriesReader storage,
      @Reference QueryLog log,
      Config config) {
    this(
        storage,
        limits(config),
        Dialect.of(List.of(config.enable_feature())),
        InstantSource.system(),
        new Notes(log, activeQueries(config)));
  }

  /** For use without a framework, and for tests. */
  PromqlEngine(
      SeriesReader storage, Limits limits, Dialect dialect, InstantSource clock, Notes notes) {
    this.storage = storage;
    this.limits = limits;
    this.dialect = dialect;
    this.clock = clock;
    this.notes = notes;
    this.running = new RunningQueries(limits.maxConcurrency(), clock, notes.active());
    this.metrics = new EngineMetrics(limits.maxConcurrency(), running::size, notes.log());
  }

  /** An engine with the default limits and language over any storage. */
  public static PromqlEngine over(SeriesReader storage) {
    return over(storage, List.of());
  }

  /**
   * An engine with the default limits over any storage.
   *
   * @param features switches of the language, named as in {@code --enable-feature}
   */
  public static PromqlEngine over(SeriesReader storage, Collection<String> features) {
    return new PromqlEngine(
        storage, Limits.DEFAULT, Dialect.of(features), InstantSource.system(), Notes.none());
  }

  private static ActiveQueryFile activeQueries(Config config) {
    String path = config.active_queries_path();
    return path.isEmpty()
        ? ActiveQueryFile.NONE
        : ActiveQueryFile.open(Path.of(path), config.max_concurrency());
  }

  private static Limits limits(Config config) {
    long lookback = millis("lookback.delta", config.lookback_delta());
    long timeout = millis("timeout", config.timeout());
    long step = millis("default.subquery.step", config.default_subquery_step());
    if (config.max_samples() < 1 || config.max_concurrency() < 1) {
      throw new IllegalArgumentException(
          "max.samples is "
              + config.max_samples()
              + " and max.concurrency is "
              + config.max_concurrency()
              + "; set both to 1 or more");
    }
    return new Limits(
        lookback, Duration.ofMillis(timeout), config.max_samples(), config.max_concurrency(), step);
  }

  private static long millis(String setting, String text) {
    try {
      long millis = Durations.parseMillis(text);
      if (millis > 0) {
        return millis;
      }
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          setting + " is " + text + "; write a duration such as 5m", e);
    }
    throw new IllegalArgumentException(setting + " is " + text + "; set it to more than 0");
  }

  /** Ends the queries that run: nobody may hold on to the storage. */
  @Deactivate
  public void close() {
    running.cancelAll("the query engine is being stopped");
    notes.active().close();
  }

  @Override
  public QueryResult instant(Access access, String query, long timestampMillis, Options options)
      throws QueryException {
    return evaluate(
        access, new Asked(query, Grid.at(timestampMillis), false, timestampMillis, options));
  }

  @Override
  public QueryResult range(
      Access access,
      String query,
      long startMillis,
      long endMillis,
      long stepMillis,
      Options options)
      throws QueryException {
    if (stepMillis <= 0 || endMillis < startMillis) {
      throw new IllegalArgumentException(
          "no range: from " + startMillis + " to " + endMillis + " by " + stepMillis);
    }
    Grid grid;
    try {
      grid = Grid.between(startMillis, endMillis, stepMillis);
    } catch (EvaluationException e) {
      throw new QueryException(Kind.EXECUTION, String.valueOf(e.getMessage()), e);
    }
    return evaluate(access, new Asked(query, grid, true, endMillis, options));
  }

  /**
   * A query as it was asked.
   *
   * @param range whether it was asked as a range, even if of one instant
   * @param endMillis the end that was asked for, which may lie behind the last instant
   */
  private record Asked(String query, Grid grid, boolean range, long endMillis, Options options) {

    boolean isWarmUp() {
      return options.origin().orElse(null) instanceof QueryOrigin.WarmUp;
    }
  }

  private QueryResult evaluate(Access access, Asked asked) throws QueryException {
    Expr expr = parse(asked);
    Access bounded = bounded(access);
    SampleBudget budget = new SampleBudget(bounded.maxSamples());
    Stopwatch watch = new Stopwatch();
    @Nullable String failure = "the engine failed";
    @Nullable QueryResult result = null;
    try (RunningQueries.Ticket _ = running.enter(bounded, asked.query(), budget)) {
      watch.entered();
      result = evaluate(bounded, asked, expr, budget, watch);
      failure = null;
      return result;
    } catch (QueryException e) {
      failure = e.getMessage();
      throw e;
    } catch (AccessEndedException | EvaluationException | StorageException e) {
      QueryException told = told(e);
      failure = told.getMessage();
      throw told;
    } finally {
      if (!asked.isWarmUp()) {
        QueryStatistics statistics = result == null ? soFar(budget, watch) : result.statistics();
        metrics.ended(statistics);
        log(asked, failure, statistics);
      }
    }
  }

  private static QueryException told(Exception e) {
    return switch (e) {
      case AccessEndedException ended ->
          switch (ended.why()) {
            case CANCELLED ->
                new QueryException(
                    Kind.CANCELLED,
                    "query was canceled in expression evaluation: " + ended.getMessage(),
                    ended);
            case DEADLINE ->
                new QueryException(Kind.TIMEOUT, "query timed out in expression evaluation", ended);
          };
      case StorageException storage ->
          new QueryException(Kind.STORAGE, String.valueOf(storage.getMessage()), storage);
      default -> new QueryException(Kind.EXECUTION, String.valueOf(e.getMessage()), e);
    };
  }

  /** What a query that has not come to its end has cost. */
  private static QueryStatistics soFar(SampleBudget budget, Stopwatch watch) {
    return new QueryStatistics(
        watch.timings(),
        budget.read(),
        budget.read(),
        budget.peak(),
        budget.peakBytes(),
        List.of());
  }

  private void log(Asked asked, @Nullable String failure, QueryStatistics statistics) {
    if (notes.log().isOpen()) {
      notes
          .log()
          .add(
              new QueryLogLine(
                  asked.query(),
                  asked.grid(),
                  asked.range(),
                  asked.endMillis(),
                  failure,
                  statistics,
                  asked.options().origin(),
                  clock.millis()));
    }
  }

  private Expr parse(Asked asked) throws QueryException {
    Expr expr;
    try {
      expr = Parser.parse(asked.query(), dialect.syntax());
    } catch (ParseException e) {
      throw new QueryException(Kind.PARSE, String.valueOf(e.getMessage()), e);
    }
    if (asked.range() && expr.type() != ValueType.VECTOR && expr.type() != ValueType.SCALAR) {
      throw new QueryException(
          Kind.PARSE,
          "invalid expression type \""
              + expr.type().text()
              + "\" for range query, must be Scalar or instant Vector");
    }
    long step = asked.range() ? asked.grid().stepMillis() : 0;
    new LengthCheck(step, asked.endMillis() - asked.grid().startMillis()).check(expr);
    return expr;
  }

  /** The access with the engine's own limits, where it has none that are tighter. */
  private Access bounded(Access access) {
    Access bounded = access;
    Duration remaining = access.remaining();
    if (remaining == null || remaining.compareTo(limits.timeout()) > 0) {
      bounded = bounded.within(limits.timeout());
    }
    return bounded.limitedTo(Math.min(access.maxSamples(), limits.maxSamples()));
  }

  private QueryResult evaluate(
      Access access, Asked asked, Expr expr, SampleBudget budget, Stopwatch watch)
      throws StorageException {
    long lookback =
        asked.options().lookback().map(Duration::toMillis).orElse(limits.lookbackMillis());
    QueryContext context =
        new QueryContext(
            asked.query(),
            access,
            storage,
            asked.grid(),
            asked.range(),
            asked.endMillis(),
            lookback,
            limits.subqueryStepMillis(),
            dialect,
            budget,
            asked.options());
    Plan plan = Plan.of(context, expr);
    watch.prepared();
    QueryValue value = plan.run();
    watch.evaluated(plan.sortNanos());
    return plan.result(value, watch.timings());
  }

  @Override
  public List<Collector> collectors(ExporterRequest request) {
    return List.of(Collector.of("query_engine", metrics::write));
  }

  @Override
  public List<Running> running() {
    return running.list();
  }

  @Override
  public boolean cancel(String id, String reason) {
    return running.cancel(id, reason);
  }
}

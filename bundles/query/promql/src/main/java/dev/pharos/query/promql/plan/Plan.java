package dev.pharos.query.promql.plan;

import dev.pharos.query.api.QueryResult;
import dev.pharos.query.api.QueryStatistics;
import dev.pharos.query.api.QueryStatistics.StepSamples;
import dev.pharos.query.api.QueryStatistics.Timings;
import dev.pharos.query.api.QueryValue;
import dev.pharos.query.promql.column.QueryContext;
import dev.pharos.query.promql.column.SampleCount;
import dev.pharos.query.promql.operator.Operator;
import dev.pharos.query.syntax.Expr;
import dev.pharos.storage.api.StorageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A query ready to run: its {@linkplain Operator operators}, from the one that answers down to
 * those that select. Made for one run.
 */
public final class Plan {

  private final QueryContext query;
  private final Operator root;
  private final Answers answers;

  private Plan(QueryContext query, Operator root) {
    this.query = query;
    this.root = root;
    this.answers = new Answers(query);
  }

  /** Plans an expression, which has been checked by the parser. */
  public static Plan of(QueryContext query, Expr expr) {
    return new Plan(query, Planner.plan(query, expr));
  }

  /** Runs the plan. */
  public QueryValue run() throws StorageException {
    return answers.of(root);
  }

  /** How much of the run was spent on the order of the series, in nanoseconds. */
  public long sortNanos() {
    return answers.sortNanos();
  }

  /**
   * The answer with what it cost.
   *
   * @param value what the run came to
   * @param timings the times that have been taken
   */
  public QueryResult result(QueryValue value, Timings timings) {
    return new QueryResult(
        value,
        query.annotations().warnings(),
        query.annotations().infos(),
        statistics(timings),
        query.traced() ? Optional.of(new Traces().of(root)) : Optional.empty());
  }

  private QueryStatistics statistics(Timings timings) {
    SampleCount count = Traces.samples(root);
    SampleCount fetched = Traces.fetched(root);
    List<StepSamples> perStep = new ArrayList<>();
    if (query.samplesPerStep()) {
      for (int i = 0; i < query.grid().size(); i++) {
        perStep.add(new StepSamples(query.grid().at(i), count.at(i), fetched.at(i)));
      }
    }
    return new QueryStatistics(
        timings,
        count.total(),
        fetched.total(),
        query.budget().peak(),
        query.budget().peakBytes(),
        perStep);
  }
}

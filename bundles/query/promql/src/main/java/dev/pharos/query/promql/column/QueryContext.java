package dev.pharos.query.promql.column;

import dev.pharos.identity.api.Access;
import dev.pharos.query.api.QueryEngine;
import dev.pharos.query.syntax.DurationExpr;
import dev.pharos.query.syntax.Expr;
import dev.pharos.storage.api.SeriesReader;
import org.jspecify.annotations.Nullable;

/**
 * What all parts of one evaluation share.
 *
 * @param access who asks, and how long they may
 * @param storage where series come from
 * @param grid the instants that the query as a whole is evaluated at
 * @param range whether it was asked as a range, even if of one instant
 * @param endMillis the end that was asked for, which may lie behind the last instant
 * @param lookbackMillis how far back an instant selector looks
 * @param defaultStepMillis step of subqueries that give none
 * @param dialect switches of the language
 * @param names takes names of metrics away, as the dialect has it
 * @param samplesPerStep whether samples are counted for each instant too
 * @param traced whether operators take their time
 */
public record QueryContext(
    Access access,
    SeriesReader storage,
    Grid grid,
    boolean range,
    long endMillis,
    long lookbackMillis,
    long defaultStepMillis,
    Dialect dialect,
    Names names,
    SampleBudget budget,
    Annotations annotations,
    boolean samplesPerStep,
    boolean traced) {

  /**
   * A query about to be planned.
   *
   * @param text the query as it was written
   * @param options what is to be told of its cost
   */
  public QueryContext(
      String text,
      Access access,
      SeriesReader storage,
      Grid grid,
      boolean range,
      long endMillis,
      long lookbackMillis,
      long defaultStepMillis,
      Dialect dialect,
      SampleBudget budget,
      QueryEngine.Options options) {
    this(
        access,
        storage,
        grid,
        range,
        endMillis,
        lookbackMillis,
        defaultStepMillis,
        dialect,
        new Names(dialect),
        budget,
        new Annotations(text),
        options.samplesPerStep(),
        options.trace());
  }

  /** Milliseconds of a duration in this query. */
  public long millis(DurationExpr duration) {
    return duration.millis(stepMillis(), rangeMillis());
  }

  /** From the first instant of the query to the end that was asked for. */
  public long rangeMillis() {
    return endMillis - grid.startMillis();
  }

  /** The step of the query; 0 at one instant. */
  public long stepMillis() {
    return range ? grid.stepMillis() : 0;
  }

  /** How far back a shift moves the instant it looks at, the fixed instant not counted. */
  public long offsetMillis(Expr.Shift shift) {
    DurationExpr offset = shift.offset();
    return offset == null ? 0 : millis(offset);
  }

  /** The fixed instant of a shift, or null if it looks at the one being evaluated. */
  public @Nullable Long fixedMillis(Expr.Shift shift) {
    return switch (shift.instant()) {
      case null -> null;
      case Expr.Instant.At(long timestampMillis) -> timestampMillis;
      case Expr.Instant.Start() -> grid.startMillis();
      case Expr.Instant.End() -> endMillis;
    };
  }
}

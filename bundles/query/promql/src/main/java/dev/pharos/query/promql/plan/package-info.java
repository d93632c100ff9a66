/**
 * How an expression is evaluated: it becomes a plan of operators, and series are pushed through it,
 * column by column.
 *
 * <p>{@link dev.pharos.query.promql.plan.Planner} makes {@link
 * dev.pharos.query.promql.plan.Operator}s of the expression; {@link
 * dev.pharos.query.promql.plan.Plan} runs them. What passes between operators is a {@link
 * dev.pharos.query.promql.plan.Column}: one series as an array of values with one place per instant
 * of the query. Operators and functions go over whole arrays, so that nothing is allocated per
 * sample, and a query at one instant is a range of one step.
 *
 * <p>Each operator is a class named by what it does: {@link dev.pharos.query.promql.plan.Select}
 * and {@link dev.pharos.query.promql.plan.SelectRange} read, {@link
 * dev.pharos.query.promql.plan.OverRange} applies functions of ranges, {@link
 * dev.pharos.query.promql.plan.EachSeries} is the base of those that treat each series alone,
 * {@link dev.pharos.query.promql.plan.Aggregate} and its like make few series of many, {@link
 * dev.pharos.query.promql.plan.Match} and {@link dev.pharos.query.promql.plan.SetOperation} bring
 * two sides together. What they compute with knows nothing of plans: windows, rates, folds.
 */
@NullMarked
package dev.pharos.query.promql.plan;

import org.jspecify.annotations.NullMarked;

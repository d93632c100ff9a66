/**
 * Evaluates PromQL: an expression becomes a plan of operators, and series are pushed through it,
 * column by column.
 *
 * <p>From the text to the answer: {@link dev.pharos.query.promql.PromqlEngine} lets queries in and
 * has them parsed; {@link dev.pharos.query.promql.Planner} makes {@link
 * dev.pharos.query.promql.Operator}s of the expression; {@link dev.pharos.query.promql.Plan} runs
 * them. What passes between operators is a {@link dev.pharos.query.promql.Column}: one series as an
 * array of values with one place per instant of the query. Operators and functions go over whole
 * arrays, so that nothing is allocated per sample, and a query at one instant is a range of one
 * step.
 *
 * <p>Each operator is a class named by what it does: {@link dev.pharos.query.promql.Select} and
 * {@link dev.pharos.query.promql.SelectRange} read, {@link dev.pharos.query.promql.OverRange}
 * applies functions of ranges, {@link dev.pharos.query.promql.EachSeries} is the base of those that
 * treat each series alone, {@link dev.pharos.query.promql.Aggregate} and its like make few series
 * of many, {@link dev.pharos.query.promql.Match} and {@link dev.pharos.query.promql.SetOperation}
 * bring two sides together. What they compute with knows nothing of plans: windows, folds,
 * histograms.
 */
@NullMarked
package dev.pharos.query.promql;

import org.jspecify.annotations.NullMarked;

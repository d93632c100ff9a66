/**
 * The steps of which plans are made: series are pushed through them, column by column.
 *
 * <p>Which of them a query needs is not decided here but in the package {@code plan}; the
 * mathematics is in {@code function}. Operators go over whole arrays, so that nothing is allocated
 * per sample, and a query at one instant is a range of one step.
 *
 * <p>Start reading at {@link dev.pharos.query.promql.operator.Operator} and {@link
 * dev.pharos.query.promql.operator.VectorOperator}. Each operator is a class named by what it does:
 * {@link dev.pharos.query.promql.operator.Select} and {@link
 * dev.pharos.query.promql.operator.SelectRange} read, {@link
 * dev.pharos.query.promql.operator.OverRange} applies functions of ranges, {@link
 * dev.pharos.query.promql.operator.EachSeries} is the base of those that treat each series alone,
 * {@link dev.pharos.query.promql.operator.Aggregate} and its like make few series of many, {@link
 * dev.pharos.query.promql.operator.Match} and {@link dev.pharos.query.promql.operator.SetOperation}
 * bring two sides together.
 */
@NullMarked
package dev.pharos.query.promql.operator;

import org.jspecify.annotations.NullMarked;

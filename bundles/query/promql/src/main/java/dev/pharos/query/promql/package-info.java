/**
 * Evaluates PromQL, column by column.
 *
 * <p>An instant vector over all instants of a query is a list of {@link
 * dev.pharos.query.promql.Column}s, one per series, each an array of values with one place per
 * instant. Operators and functions go over whole arrays, so that nothing is allocated per sample,
 * and a query at one instant is a range of one step.
 *
 * <p>Start reading at {@link dev.pharos.query.promql.PromqlEngine}, then {@link
 * dev.pharos.query.promql.Evaluator}.
 */
@NullMarked
package dev.pharos.query.promql;

import org.jspecify.annotations.NullMarked;

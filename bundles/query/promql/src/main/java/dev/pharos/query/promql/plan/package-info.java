/**
 * From an expression to a plan of operators, and from the plan to the answer and its trace.
 *
 * <p>Here is decided what can be known before samples are read: what is computed once, what is
 * shared, what is narrowed. What the operators then do is in the package {@code operator}.
 *
 * <p>Start reading at {@link dev.pharos.query.promql.plan.Plan}, one query from beginning to end;
 * {@link dev.pharos.query.promql.plan.Planner} makes the operators, {@link
 * dev.pharos.query.promql.plan.CallPlanner} those of function calls.
 */
@NullMarked
package dev.pharos.query.promql.plan;

import org.jspecify.annotations.NullMarked;

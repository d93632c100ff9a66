/**
 * What passes between operators, and what all of one query share: columns, the instants that they
 * are for, and what the query may cost, has cost and has to remark.
 *
 * <p>Nothing is computed here but names and labels, and nothing is read from storage; all packages
 * but {@code histogram} may use this one.
 *
 * <p>Start reading at {@link dev.pharos.query.promql.column.Column}: one series as an array of
 * values with one place per instant of the {@linkplain dev.pharos.query.promql.column.Grid grid};
 * then {@link dev.pharos.query.promql.column.QueryContext}.
 */
@NullMarked
package dev.pharos.query.promql.column;

import org.jspecify.annotations.NullMarked;

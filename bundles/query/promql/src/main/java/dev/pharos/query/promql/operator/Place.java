package dev.pharos.query.promql.operator;

import dev.pharos.query.promql.column.Grid;
import dev.pharos.query.promql.column.QueryContext;
import dev.pharos.query.syntax.Expr;

/**
 * Where an operator stands in a plan.
 *
 * @param expr the part of the query that it stands for
 * @param grid the instants at which it is evaluated
 */
public record Place(QueryContext query, Expr expr, Grid grid) {}

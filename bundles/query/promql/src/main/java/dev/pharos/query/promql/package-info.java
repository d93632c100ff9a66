/**
 * The query engine: lets queries in and out, and tells what runs, what ran and what it cost.
 *
 * <p>Start reading at {@link dev.pharos.query.promql.PromqlEngine}: a query waits its turn in
 * {@link dev.pharos.query.promql.RunningQueries}, is parsed, and becomes a {@link
 * dev.pharos.query.promql.plan.Plan}, whose package is where it is evaluated.
 */
@NullMarked
package dev.pharos.query.promql;

import org.jspecify.annotations.NullMarked;

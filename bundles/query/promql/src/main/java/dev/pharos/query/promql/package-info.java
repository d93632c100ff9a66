/**
 * The query engine: lets queries in and out, and tells what runs, what ran and what it cost.
 *
 * <p>Nothing is evaluated here. Each package below uses only those before it: {@code histogram},
 * {@code column}, {@code samples}, {@code function}, {@code operator}, {@code plan}.
 *
 * <p>Start reading at {@link dev.pharos.query.promql.PromqlEngine}: a query waits its turn in
 * {@link dev.pharos.query.promql.RunningQueries}, is parsed, and becomes a {@link
 * dev.pharos.query.promql.plan.Plan}, which runs.
 */
@NullMarked
package dev.pharos.query.promql;

import org.jspecify.annotations.NullMarked;

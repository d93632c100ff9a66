/**
 * What is computed: rates, folds, quantiles, regressions, dates, and the operators between samples.
 *
 * <p>Nothing here knows of plans, or of where in a query it is used. How buckets of native
 * histograms are computed with is in the package {@code histogram}.
 *
 * <p>Start reading at {@link dev.pharos.query.promql.function.RangeFunctions}, the functions over
 * ranges, and {@link dev.pharos.query.promql.function.Window}, what they see; at {@link
 * dev.pharos.query.promql.function.Fold} for aggregation; at {@link
 * dev.pharos.query.promql.function.BinaryOperations} for arithmetic.
 */
@NullMarked
package dev.pharos.query.promql.function;

import org.jspecify.annotations.NullMarked;

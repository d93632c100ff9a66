/**
 * Computing with histograms, classic ones and native ones, and with numbers as Go does: pure, and
 * without any knowledge of queries.
 *
 * <p>A {@link dev.pharos.query.promql.histogram.FloatHistogram} is what native histograms are
 * computed as: sorted lists of buckets, each sign a {@link
 * dev.pharos.query.promql.histogram.BucketRow}.
 */
@NullMarked
package dev.pharos.query.promql.histogram;

import org.jspecify.annotations.NullMarked;

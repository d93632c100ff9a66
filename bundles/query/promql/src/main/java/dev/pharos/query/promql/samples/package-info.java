/**
 * How series are gone over one by one, their samples in buffers that are filled anew for each, and
 * by two threads where there are many.
 *
 * <p>What samples come to is not known here: that is for those who go over them.
 *
 * <p>Start reading at {@link dev.pharos.query.promql.samples.RangeSource} for where series come
 * from, {@link dev.pharos.query.promql.samples.SampleBuffer} for what is held of one, and {@link
 * dev.pharos.query.promql.samples.Halves} for the second thread.
 */
@NullMarked
package dev.pharos.query.promql.samples;

import org.jspecify.annotations.NullMarked;

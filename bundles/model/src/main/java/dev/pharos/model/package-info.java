/**
 * The nouns of the platform: labels, series, samples and the spans of time they cover, and the
 * matching and relabelling of labels.
 *
 * <p>Everything here is an immutable value, or a builder of one. There are no services, no input or
 * output, no threads and no clock in this package: a type that needs one of those belongs to the
 * domain that owns it. It needs no OSGi framework and serves as a plain jar.
 *
 * <p>Timestamps are {@code long} milliseconds since the Unix epoch, and their names end in {@code
 * Millis}. Values are IEEE 754 doubles, {@code NaN} among them; a missing value is the absence of a
 * sample, and the end of a series is told by the {@linkplain dev.pharos.model.StaleNaN stale
 * marker}.
 *
 * <p>Start reading at {@link dev.pharos.model.Labels} and {@link dev.pharos.model.Sample}.
 */
@Export
@Version("1.0.0")
@NullMarked
package dev.pharos.model;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

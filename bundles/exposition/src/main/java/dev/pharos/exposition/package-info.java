/**
 * The text formats in which metrics are exposed: read from bytes without a garbage object per
 * sample, and written.
 *
 * <p>Knows no service, no clock and no thread, and serves as a plain jar.
 */
@Export
@Version("1.0.0")
@NullMarked
package dev.pharos.exposition;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

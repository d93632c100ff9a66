/**
 * Data sources: queries in, frames out.
 *
 * <p>A {@link dev.pharos.source.api.Frame} is a table of named columns; it is what panels draw and
 * transformations work on.
 */
@Export
@Version("1.0.0")
@NullMarked
package dev.pharos.source.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

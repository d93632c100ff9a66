/** Asking for data in PromQL: at an instant or over a range. */
@Export
@Version("1.0.0")
@NullMarked
package dev.pharos.query.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

/**
 * Who is asking, and what they may do.
 *
 * <p>Whoever reads series, labels, exemplars, metadata or alerts does so with an {@link
 * dev.pharos.identity.api.Access}, which carries the principal and everything that bounds the call:
 * enforced matchers, limits, deadline and cancellation.
 */
@Export
@Version("1.0.0")
@NullMarked
package dev.pharos.identity.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

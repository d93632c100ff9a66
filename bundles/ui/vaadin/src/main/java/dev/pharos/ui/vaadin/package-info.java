/**
 * How an application of Vaadin is made known: the one contract of the bundle that makes Vaadin run
 * in OSGi. Vaadin's own packages are exported beside it.
 */
@Export
@Version("1.0.0")
@NullMarked
package dev.pharos.ui.vaadin;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

/**
 * What bundles add to the console: pages, and panels that are drawn in Java.
 *
 * <p><b>To add a page</b>, implement {@link dev.pharos.ui.api.View} in {@code bundles/ui/<name>};
 * {@code docs/extending/view.md} walks through one.
 */
@Export
@Version("1.0.0")
@NullMarked
package dev.pharos.ui.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

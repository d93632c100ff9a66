/**
 * What is run: shapes name features, features name bundles with their start levels and settings.
 *
 * <p>Features are files in the format of the OSGi Feature Service specification. Start reading at
 * {@link dev.pharos.distribution.launcher.feature.Feature}.
 */
@NullMarked
package dev.pharos.distribution.launcher.feature;

import org.jspecify.annotations.NullMarked;

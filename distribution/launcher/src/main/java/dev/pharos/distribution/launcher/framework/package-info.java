/**
 * The OSGi framework as the launcher sees it: the bundles kept between starts, the settings handed
 * to Config Admin, and plain words for what does not resolve.
 *
 * <p>Start reading at {@link dev.pharos.distribution.launcher.framework.Platform}.
 */
@NullMarked
package dev.pharos.distribution.launcher.framework;

import org.jspecify.annotations.NullMarked;

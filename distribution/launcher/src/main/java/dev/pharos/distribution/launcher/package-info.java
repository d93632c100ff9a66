/**
 * Starts everything: reads the flags, assembles the framework from features, hands the settings to
 * the bundles, and ends cleanly when told to.
 *
 * <p>This is the class path of the process; all the rest are bundles. The two meet in JDK types and
 * in the packages that the framework itself exports. Start reading at {@link
 * dev.pharos.distribution.launcher.Main}.
 */
@NullMarked
package dev.pharos.distribution.launcher;

import org.jspecify.annotations.NullMarked;

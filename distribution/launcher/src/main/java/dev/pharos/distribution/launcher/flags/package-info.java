/**
 * The command line: Prometheus's flags by name, default and syntax, a few of ours, and the settings
 * of bundles that they stand for.
 *
 * <p>Start reading at {@link dev.pharos.distribution.launcher.flags.Flags}, the table.
 */
@NullMarked
package dev.pharos.distribution.launcher.flags;

import org.jspecify.annotations.NullMarked;

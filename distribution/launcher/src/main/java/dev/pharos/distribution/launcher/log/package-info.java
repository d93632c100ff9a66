/**
 * What the process says on standard error: one line an event, in logfmt or JSON.
 *
 * <p>Everything arrives through {@code java.util.logging}: {@code System.Logger} by the JDK, SLF4J
 * by its adapter, the OSGi Log Service by {@link dev.pharos.distribution.launcher.log.OsgiLog}.
 */
@NullMarked
package dev.pharos.distribution.launcher.log;

import org.jspecify.annotations.NullMarked;

/**
 * The metrics of the Java process itself: memory, garbage collection, threads, classes.
 *
 * <p>Names and labels are those of the Java client library 1.x, so that its dashboards serve.
 */
@NullMarked
package dev.pharos.exporter.jvm;

import org.jspecify.annotations.NullMarked;

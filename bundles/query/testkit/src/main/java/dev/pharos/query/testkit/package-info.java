/**
 * The language in which Prometheus tests its queries, and what runs it against any engine.
 *
 * <p>A script {@code load}s series, {@code eval}uates queries and says what it expects. {@link
 * dev.pharos.query.testkit.Script} reads one, {@link dev.pharos.query.testkit.ScriptRun} plays it
 * on a {@link dev.pharos.query.testkit.Stage}: storage and engine, made by whoever has them.
 */
@Export
@Version("1.0.0")
@NullMarked
package dev.pharos.query.testkit;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

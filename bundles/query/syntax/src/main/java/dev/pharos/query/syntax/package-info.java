/**
 * PromQL as text and as a tree, in the language of Prometheus 3.14.
 *
 * <p>Everything here is a value or a pure function: there is no clock, no storage and no
 * evaluation, and no OSGi is needed. The kinds of nodes, functions and operators are closed sets,
 * so that code which treats them all does so in a {@code switch} without a {@code default}.
 *
 * <p>Start reading at {@link dev.pharos.query.syntax.Expr} and {@link
 * dev.pharos.query.syntax.Parser}.
 */
@Export
@Version("1.0.0")
@NullMarked
package dev.pharos.query.syntax;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

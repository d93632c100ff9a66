/**
 * The door for exporters: what turns the state of something into metrics, when asked.
 *
 * <p><b>To add one</b>, implement {@link dev.pharos.exporter.api.Exporter} in {@code
 * exporters/<name>}; {@code docs/extending/exporter.md} walks through one.
 */
@Export
@Version("1.0.0")
@NullMarked
package dev.pharos.exporter.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

/** What every exporter must pass: extend {@link dev.pharos.exporter.testkit.ExporterContract}. */
@Export
@Version("1.0.0")
@NullMarked
package dev.pharos.exporter.testkit;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

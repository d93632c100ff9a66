/**
 * Small named JSON documents with versions: what people make in the console, and what the platform
 * has to remember beside its samples.
 */
@Export
@Version("1.0.0")
@NullMarked
package dev.pharos.document.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

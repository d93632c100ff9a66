/**
 * What is plugged into the platform: its bundles, what they offer, and in words what is wrong with
 * those that do not run.
 */
@Export
@Version("1.0.0")
@NullMarked
package dev.pharos.extension.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

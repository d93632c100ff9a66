/**
 * The contract tests of the doors for targets: extend {@link
 * dev.pharos.target.testkit.DiscoveryContract} for a discovery, {@link
 * dev.pharos.target.testkit.ScrapeTransportContract} for a way to fetch.
 */
@Export
@Version("1.0.0")
@NullMarked
package dev.pharos.target.testkit;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

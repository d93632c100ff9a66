/**
 * What is watched: finding targets, fetching their metrics, and telling which are being scraped.
 *
 * <p><b>To add a service discovery</b>, implement {@link dev.pharos.target.api.DiscoveryFactory} in
 * a bundle named {@code target.discovery.<type>}; {@code docs/extending/discovery.md} walks through
 * one.
 */
@Export
@Version("1.0.0")
@NullMarked
package dev.pharos.target.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

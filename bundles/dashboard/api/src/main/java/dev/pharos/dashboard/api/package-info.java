/**
 * Dashboards and the panels they are made of.
 *
 * <p><b>To add a panel</b>, implement {@link dev.pharos.dashboard.api.Panel} in {@code
 * bundles/dashboard/panel/<family>}; {@code docs/extending/panel.md} walks through one.
 */
@Export
@Version("1.0.0")
@NullMarked
package dev.pharos.dashboard.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

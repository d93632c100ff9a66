/**
 * The dashboards that bundles bring as content, live as bundles come and go.
 *
 * <p>{@code docs/extending/content.md} tells how their files look. Start reading at {@link
 * dev.pharos.dashboard.store.BundleDashboards}.
 */
@NullMarked
package dev.pharos.dashboard.store;

import org.jspecify.annotations.NullMarked;

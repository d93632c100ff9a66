/**
 * Our own HTTP API under {@code /api/pharos/v1}: dashboards, the frames of their panels, types of
 * panels, bundles. {@code openapi.yaml} describes it, and a test keeps the two together.
 *
 * <p>Each servlet lists its {@link dev.pharos.web.pharos.Route}s; {@link
 * dev.pharos.web.pharos.RoutingServlet} finds the one that fits and turns what goes wrong into an
 * answer. Start reading at {@link dev.pharos.web.pharos.DashboardsServlet}.
 */
@NullMarked
package dev.pharos.web.pharos;

import org.jspecify.annotations.NullMarked;

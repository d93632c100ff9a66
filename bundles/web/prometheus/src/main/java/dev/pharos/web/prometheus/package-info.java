/**
 * Prometheus's HTTP API: {@code /api/v1}, {@code /-}, {@code /federate} and {@code /version}, as
 * clients of Prometheus 3.14 know them.
 *
 * <p>A request becomes a {@link dev.pharos.web.prometheus.Call}; a handler answers it with data or
 * with an {@link dev.pharos.web.prometheus.ApiException}, and knows no servlets; {@link
 * dev.pharos.web.prometheus.ApiServlet} puts both into the envelope. Start reading there.
 */
@NullMarked
package dev.pharos.web.prometheus;

import org.jspecify.annotations.NullMarked;

package dev.pharos.http.server;

import dev.pharos.client.Counter;
import dev.pharos.client.Histogram;
import dev.pharos.client.Registry;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;

/** Counts requests, their durations and the sizes of the answers, under the originals' names. */
final class RequestMetrics {

  private static final double NANOS = 1e9;

  private final Counter requests;
  private final Histogram durations;
  private final Histogram sizes;

  RequestMetrics(Registry registry) {
    requests =
        registry.counter(
            "prometheus_http_requests_total", "Counter of HTTP requests.", "handler", "code");
    durations =
        Histogram.builder()
            .name("prometheus_http_request_duration_seconds")
            .help("Histogram of latencies for HTTP requests.")
            .labelNames("handler")
            .classicUpperBounds(0.1, 0.2, 0.4, 1, 3, 8, 20, 60, 120)
            .register(registry);
    sizes =
        Histogram.builder()
            .name("prometheus_http_response_size_bytes")
            .help("Histogram of response size for HTTP requests.")
            .labelNames("handler")
            .classicExponentialUpperBounds(100, 10, 8)
            .register(registry);
  }

  /** Counts a request when it ends. */
  void observe(Request request, Response response, String handler, long startNanos) {
    Request.addCompletionListener(
        request,
        failure -> {
          requests.labelValues(handler, code(response.getStatus())).inc();
          durations.labelValues(handler).observe((System.nanoTime() - startNanos) / NANOS);
          sizes.labelValues(handler).observe((double) Response.getContentBytesWritten(response));
        });
  }

  private static String code(int status) {
    // An answer that was never begun: the client has gone.
    return status == 0 ? "499" : Integer.toString(status);
  }
}

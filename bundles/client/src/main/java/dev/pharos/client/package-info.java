/**
 * The client library: counters, gauges, histograms and summaries that code counts on, and the
 * registry that writes them.
 *
 * <p>Counting allocates nothing and takes no lock. Keep the data point of label values you count
 * often: looking it up each time costs more than counting.
 *
 * <pre>{@code
 * Registry registry = new Registry();
 * Counter requests =
 *     Counter.builder()
 *         .name("shop_requests_total")
 *         .help("Requests answered.")
 *         .labelNames("code")
 *         .register(registry);
 * requests.labelValues("200").inc();
 *
 * # HELP shop_requests_total Requests answered.
 * # TYPE shop_requests_total counter
 * shop_requests_total{code="200"} 1
 * }</pre>
 *
 * <p>Knows no service, no thread and no wall clock, and serves as a plain jar. Start reading at
 * {@link dev.pharos.client.Registry}.
 */
@Export
@Version("1.0.0")
@NullMarked
package dev.pharos.client;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

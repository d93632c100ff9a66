/**
 * Outgoing HTTP in one place: the settings that all files share ({@code basic_auth}, {@code
 * authorization}, {@code tls_config}, …), and calls made by them.
 *
 * <p>A plain library that knows no service; anyone who calls others over HTTP uses it, so that
 * authentication, TLS, proxies and time limits are the same everywhere.
 *
 * <p>What most scrapes need, {@code GET} without encryption and proxy, is done over connections of
 * its own; the JDK's client does the rest.
 *
 * <p>Start reading at {@link dev.pharos.http.client.HttpCaller}.
 */
@Export
@Version("1.0.0")
@NullMarked
package dev.pharos.http.client;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

/**
 * The HTTP server: one Jetty, a listener per configuration, one front that everything passes, and
 * the Servlet Whiteboard behind it.
 *
 * <p>A request's way: {@link dev.pharos.http.server.Listener} (port, prefix, connections) → {@link
 * dev.pharos.http.server.Front} (who, what, how much; websocket upgrades too) → compression → the
 * whiteboard's dispatcher. No port opens before all of that is there. Start reading at {@link
 * dev.pharos.http.server.Front}.
 */
@NullMarked
package dev.pharos.http.server;

import org.jspecify.annotations.NullMarked;

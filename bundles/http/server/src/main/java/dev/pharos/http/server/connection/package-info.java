/**
 * What becomes of a connection between two requests.
 *
 * <p>{@link dev.pharos.http.server.connection.PatientConnector} takes connections, {@link
 * dev.pharos.http.server.connection.Patience} stands around all handlers; between them, a thread
 * that has answered knows that it may wait for the next request itself.
 */
@NullMarked
package dev.pharos.http.server.connection;

import org.jspecify.annotations.NullMarked;

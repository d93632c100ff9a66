/**
 * Remote write, the receiving side: from the bytes of a request to the samples of a batch.
 *
 * <p>A request is unpacked into a buffer, and that buffer is read in place: a series that is known
 * is found by a hash of the bytes of its labels, so that neither labels nor samples become objects.
 * Only a new series pays for its strings.
 *
 * <p>Start reading at {@link dev.pharos.web.prometheus.remote.WriteReceiver}, then {@link
 * dev.pharos.web.prometheus.remote.RequestAppender}.
 */
@NullMarked
package dev.pharos.web.prometheus.remote;

import org.jspecify.annotations.NullMarked;

/**
 * Full chunks of the head, which leave memory for the files of {@code chunks_head}, in the
 * original's format; {@code docs/formats/chunks-head.md} draws the bytes.
 *
 * <p>Start reading at {@link dev.pharos.storage.tsdb.chunkshead.HeadChunks}.
 */
@NullMarked
package dev.pharos.storage.tsdb.chunkshead;

import org.jspecify.annotations.NullMarked;

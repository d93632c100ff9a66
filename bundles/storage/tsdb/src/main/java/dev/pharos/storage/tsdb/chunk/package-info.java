/**
 * Runs of samples of one series, packed bit for bit as the original does; see {@code
 * docs/formats/chunks.md}.
 *
 * <p>Start reading at {@link dev.pharos.storage.tsdb.chunk.ChunkDecoder}, {@link
 * dev.pharos.storage.tsdb.chunk.XorWriter} and {@link
 * dev.pharos.storage.tsdb.chunk.HistogramEncoder}.
 */
@NullMarked
package dev.pharos.storage.tsdb.chunk;

import org.jspecify.annotations.NullMarked;

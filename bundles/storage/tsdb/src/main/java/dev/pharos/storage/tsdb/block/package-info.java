/**
 * Blocks: folders with an index and chunks that never change once written, in Prometheus's format.
 * Each file has a page in {@code docs/formats}: chunks, index, meta, tombstones.
 *
 * <p>Start reading at {@link dev.pharos.storage.tsdb.block.Block} and {@link
 * dev.pharos.storage.tsdb.block.BlockWriter}.
 */
@NullMarked
package dev.pharos.storage.tsdb.block;

import org.jspecify.annotations.NullMarked;

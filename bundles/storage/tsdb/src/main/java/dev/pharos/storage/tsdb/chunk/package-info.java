/**
 * Runs of samples of one series, packed: XOR chunks in the bit layout of the original, and
 * histograms in order.
 *
 * <p>Start reading at {@link dev.pharos.storage.tsdb.chunk.XorWriter}.
 */
@NullMarked
package dev.pharos.storage.tsdb.chunk;

import org.jspecify.annotations.NullMarked;

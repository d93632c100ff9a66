package dev.pharos.storage.tsdb.chunkshead;

import dev.pharos.storage.tsdb.chunk.Encoding;

/**
 * A chunk as it stands in a file.
 *
 * @param reference where: the file's number in the upper half, the place in the file in the lower
 * @param seriesReference the series, as the log calls it
 * @param minMillis timestamp of the first sample
 * @param maxMillis timestamp of the last sample
 * @param outOfOrder whether its samples came out of order
 * @param samples how many there are
 * @param length bytes of its data
 */
public record HeadChunk(
    long reference,
    long seriesReference,
    long minMillis,
    long maxMillis,
    Encoding encoding,
    boolean outOfOrder,
    int samples,
    int length) {}

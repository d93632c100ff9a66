package dev.pharos.storage.tsdb.chunk;

/**
 * Up to {@link #MAX_SAMPLES} samples of one series, all of one kind. Never changes, though it may
 * share its bytes with a writer that adds behind what it shows.
 */
public sealed interface Chunk permits XorChunk, HistogramChunk {

  /** Samples in a full chunk. */
  int MAX_SAMPLES = 120;

  /** Timestamp of the first sample. */
  long minMillis();

  /** Timestamp of the last sample. */
  long maxMillis();

  int count();

  /** Bytes the samples take, without the object around them. */
  int size();

  /** A reader before the first sample. */
  ChunkReader reader();
}

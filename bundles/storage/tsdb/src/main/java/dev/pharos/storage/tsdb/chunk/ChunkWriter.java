package dev.pharos.storage.tsdb.chunk;

/**
 * The chunk of a series that is being filled. One thread writes; what {@link #view} answered stays
 * readable by others meanwhile.
 */
public sealed interface ChunkWriter permits XorWriter, HistogramWriter {

  /** Timestamp of the first sample. */
  long firstMillis();

  int count();

  /** The samples so far, as a chunk that shares them. */
  Chunk view();

  /** The samples so far, as a chunk that takes no more room than they need. */
  Chunk seal();
}

package dev.pharos.storage.tsdb.wal;

import dev.pharos.model.Exemplar;
import dev.pharos.model.Labels;
import dev.pharos.model.Metadata;
import dev.pharos.model.NativeHistogram;

/**
 * Takes what a log tells at the start, in the order of the log: the head of a log of samples, its
 * out-of-order part of the other.
 *
 * <p>Called by one thread, the one that asked for the replay, while another reads ahead. Values
 * come many at once, in arrays that are used again after the call; nothing is allocated for one.
 * What is told may be known already: samples that a mapped chunk holds, series under a second
 * reference, samples that were refused when they were written.
 */
public interface ReplayTarget {

  /** A series; it stands before the first entry that names its reference. */
  void series(long reference, Labels labels);

  /**
   * Samples with plain values.
   *
   * @param size how many there are; what follows them in the arrays means nothing
   */
  void values(long[] references, long[] timestampsMillis, double[] values, int size);

  void histogram(long reference, long timestampMillis, NativeHistogram histogram);

  /** The samples of a series from one instant to another, both included, are deleted. */
  void tombstone(long reference, long firstMillis, long lastMillis);

  void exemplar(long reference, Exemplar exemplar);

  void metadata(long reference, Metadata metadata);

  /**
   * The samples of a series that this log told before now are in a chunk of {@code chunks_head}.
   *
   * @param chunkReference the chunk
   */
  void mapped(long reference, long chunkReference);
}

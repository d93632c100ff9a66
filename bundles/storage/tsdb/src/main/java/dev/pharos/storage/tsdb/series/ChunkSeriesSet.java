package dev.pharos.storage.tsdb.series;

import dev.pharos.model.Labels;
import dev.pharos.storage.api.StorageException;

/**
 * Series one after the other in the order of their labels, each with its chunks.
 *
 * <p>Not safe for use by several threads. Chunk lists of earlier series stay usable until the set
 * is closed.
 */
public interface ChunkSeriesSet extends AutoCloseable {

  /** Goes on to the next series that has chunks in the range; false when there is none. */
  boolean next() throws StorageException;

  /** Labels of the current series. */
  Labels labels();

  /** Chunks of the current series that overlap the range; at least one. */
  ChunkList chunks();

  @Override
  void close();
}

package dev.pharos.storage.tsdb.series;

import dev.pharos.storage.api.StorageException;
import dev.pharos.storage.tsdb.chunk.Encoding;
import org.jspecify.annotations.Nullable;

/**
 * The chunks of one series in one source, in the order of their first samples. They overlap only in
 * the out-of-order part of the head.
 *
 * <p>Never changes: a chunk that is still being filled is shown as it was when the set was made.
 */
public interface ChunkList {

  int size();

  /** Timestamp of a chunk's first sample. */
  long minMillis(int chunk);

  /** Timestamp of a chunk's last sample. */
  long maxMillis(int chunk);

  Encoding encoding(int chunk);

  /**
   * Copies a chunk as it lies on disk, from the two bytes of its sample count to its last byte.
   *
   * @param buffer takes the bytes if it is large enough
   * @return {@code buffer}, or a larger array in its place; what follows {@link #length} is
   *     undefined
   * @throws StorageException if the chunk is damaged; the message names file, place and way out
   */
  byte[] read(int chunk, byte[] buffer) throws StorageException;

  /** Bytes that {@link #read} gives. */
  int length(int chunk) throws StorageException;

  /** Deleted spans, as {@link Intervals} tells them; null for none. */
  long @Nullable [] deleted();
}

package dev.pharos.storage.tsdb.compact;

import dev.pharos.storage.tsdb.series.SeriesSource;
import java.io.IOException;
import java.util.Optional;

/**
 * The head, as seen by those who cut blocks off it.
 *
 * <p>Called by one thread at a time. Whoever reads asks the head first and the blocks after it:
 * samples are in a block before the head forgets them.
 */
public interface CompactableHead {

  /** The samples that came in order. */
  SeriesSource inOrder();

  /**
   * Samples before this instant may go into a block: none of them has come since this was asked the
   * time before. {@code Long.MAX_VALUE} while samples come about as late as they are old.
   */
  long settledBefore() throws IOException;

  /** Refuses samples before an instant from now on, as they are about to go into a block. */
  void refuseBefore(long millis);

  /**
   * Forgets the samples in order before an instant, in memory and in the log: they are in a block.
   */
  void truncate(long beforeMillis) throws IOException;

  /** The late samples there are, so that they can go into blocks; empty if there are none. */
  Optional<LateSamples> lateSamples() throws IOException;

  /** Late samples as they were at one moment. */
  interface LateSamples {

    /** Those samples and no later ones. */
    SeriesSource source();

    /** Forgets them, in memory and in their log: they are in blocks. */
    void forget() throws IOException;
  }

  /** Bytes of the logs and of the head's chunks on disk. */
  long bytesOnDisk() throws IOException;
}

package dev.pharos.storage.api;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Makes storages that nobody keeps, such as those that a test of queries is played on.
 *
 * <p>This is an extension point for commands, which run on a plain class path: list the class, with
 * a public constructor without parameters, in {@code META-INF/services}.
 */
@ConsumerType
public interface ScratchStorage {

  /** A storage until it is closed. */
  interface Opened extends SampleWriter, SeriesReader, AutoCloseable {
    @Override
    void close();
  }

  /** An empty storage, which refuses no age. */
  Opened open();

  /**
   * Whether samples come back as they were written: with their start timestamps, and histograms
   * with the hints of resets that they had. A database does neither: what is known of resets is
   * what its chunks know.
   */
  boolean keepsEverything();
}

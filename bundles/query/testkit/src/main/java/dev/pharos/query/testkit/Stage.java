package dev.pharos.query.testkit;

import dev.pharos.query.api.QueryEngine;
import dev.pharos.storage.api.SampleWriter;

/**
 * Where a script is played: a storage that is empty at first, and an engine that reads it.
 *
 * <p>The storage refuses no age. The engine speaks the language with all its experiments and takes
 * names away in the end only.
 */
public interface Stage extends AutoCloseable {

  /** Makes empty stages. */
  @FunctionalInterface
  interface Factory {

    /**
     * A stage for a script.
     *
     * @param starts whether the script writes start timestamps, which have to come back
     */
    Stage open(boolean starts);
  }

  /**
   * Whether the storage gives histograms back with the hints of resets that they were written with,
   * and not with those that chunks give them.
   */
  boolean keepsHints();

  SampleWriter writer();

  QueryEngine engine();

  @Override
  void close();
}

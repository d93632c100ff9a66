package dev.pharos.query.testkit;

import dev.pharos.query.api.QueryEngine;
import dev.pharos.storage.api.SampleWriter;

/**
 * Where a script is played: a storage that is empty at first, and an engine that reads it.
 *
 * <p>The storage refuses no age, gives histograms back as they were written, and remembers start
 * timestamps. The engine speaks the language with all its experiments and takes names away in the
 * end only.
 */
public interface Stage extends AutoCloseable {

  /** Makes empty stages. */
  @FunctionalInterface
  interface Factory {
    Stage open();
  }

  SampleWriter writer();

  QueryEngine engine();

  @Override
  void close();
}

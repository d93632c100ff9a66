package dev.pharos.storage.api;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Makes storages that nobody keeps, such as those that a test of queries is played on.
 *
 * <p>This is an extension point for commands, which run on a plain class path: list the class, with
 * a public constructor without parameters, in {@code META-INF/services}.
 */
@ConsumerType
@FunctionalInterface
public interface ScratchStorage {

  /** A storage until it is closed. */
  interface Opened extends SampleWriter, SeriesReader, AutoCloseable {
    @Override
    void close();
  }

  /** An empty storage, which refuses no age and remembers start timestamps. */
  Opened open();
}

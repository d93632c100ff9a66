package dev.pharos.storage.api;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Takes samples in batches.
 *
 * <p>This is an extension point, together with {@link SeriesReader}. Safe for use by several
 * threads; each batch is used by one.
 */
@ConsumerType
@FunctionalInterface
public interface SampleWriter {

  /**
   * Starts a batch.
   *
   * @throws StorageException if nothing can be written at present; the message says why
   */
  SampleBatch begin() throws StorageException;
}

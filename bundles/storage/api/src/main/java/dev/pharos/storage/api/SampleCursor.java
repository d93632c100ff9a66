package dev.pharos.storage.api;

import dev.pharos.model.NativeHistogram;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * The samples of one series in the order of time, each timestamp once. Stale markers are samples
 * here.
 *
 * <p>Allocates nothing per value. Not safe for use by several threads.
 */
@ConsumerType
public interface SampleCursor {

  /** What the current sample is. */
  enum Kind {
    /** There are no more samples. */
    END,
    VALUE,
    HISTOGRAM
  }

  /** Goes on to the next sample; to the first one at first. */
  Kind next() throws StorageException;

  /**
   * Goes on to the first sample at or after an instant; stays if the current one is such.
   *
   * @param timestampMillis in milliseconds since the Unix epoch
   */
  Kind seek(long timestampMillis) throws StorageException;

  /** Timestamp of the current sample in milliseconds since the Unix epoch. */
  long timestampMillis();

  /** The current value; only for {@link Kind#VALUE}. */
  double value();

  /** The current histogram; only for {@link Kind#HISTOGRAM}. */
  NativeHistogram histogram();
}

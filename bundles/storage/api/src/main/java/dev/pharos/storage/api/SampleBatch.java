package dev.pharos.storage.api;

import dev.pharos.model.Labels;
import dev.pharos.model.Sample;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Samples that become visible together, or not at all.
 *
 * <p>A series is looked up once by its labels; its reference serves from then on, in this batch and
 * in later ones of the same writer, until the writer answers {@link Outcome#UNKNOWN_SERIES}. That
 * is how a scrape loop appends without touching labels.
 *
 * <p>A sample that is refused fails alone, never the rest of the batch. Not safe for use by several
 * threads. Allocates nothing per sample.
 */
@ConsumerType
public interface SampleBatch extends AutoCloseable {

  /** What {@link #series} answers when the series is new and there is no room for it. */
  long NO_ROOM = 0;

  /** What became of a sample. */
  enum Outcome {
    ACCEPTED,
    /** The series has this sample already. */
    SAME_AGAIN,
    /** The series has another value at this timestamp. */
    DUPLICATE,
    /** The series has a later sample, and the window for late ones does not reach back so far. */
    OUT_OF_ORDER,
    /** Older than anything that may still be written. */
    TOO_OLD,
    /** The reference is not known (any more): look the series up again. */
    UNKNOWN_SERIES
  }

  /**
   * The reference of a series, which is made if it is new.
   *
   * @return a number above 0, or {@link #NO_ROOM}
   */
  long series(Labels labels);

  /**
   * Adds a value.
   *
   * @param series from {@link #series}
   * @param startMillis when the counter began to count, or {@link Sample#NO_START}
   */
  Outcome append(long series, long startMillis, long timestampMillis, double value);

  /** Adds anything that is not a plain value; a plain value too, at the cost of an object. */
  Outcome append(long series, Sample sample);

  /**
   * Makes the batch durable and visible.
   *
   * @throws StorageException if that failed: then nothing of the batch is visible
   */
  void commit() throws StorageException;

  /** Ends the batch; drops it if it was not committed. */
  @Override
  void close();
}

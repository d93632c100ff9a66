package dev.pharos.storage.api;

import dev.pharos.model.NativeHistogram;
import dev.pharos.model.Sample;
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

  /**
   * When the counter of the current sample began to count, in milliseconds since the Unix epoch, or
   * {@link Sample#NO_START} where the storage does not remember that.
   */
  default long startMillis() {
    return Sample.NO_START;
  }

  /** The current value; only for {@link Kind#VALUE}. */
  double value();

  /** The current histogram; only for {@link Kind#HISTOGRAM}. */
  NativeHistogram histogram();

  /**
   * Goes on over plain values as {@link #next} would, and puts them into arrays: all that follow
   * the current sample, until the arrays are full, or the next sample is a histogram, or there is
   * none.
   *
   * <p>Afterwards the last sample met is the current one. If all places were filled, that is the
   * last value read. If not, it is the histogram or the end that stopped the reading, and {@code
   * seek(Long.MIN_VALUE)}, which stays where it is, tells which.
   *
   * @param timestamps takes the timestamps, in milliseconds since the Unix epoch
   * @param values takes the values, at the same indexes
   * @param from index of the first place to fill
   * @param to index behind the last place to fill
   * @return how many values were read
   */
  default int read(long[] timestamps, double[] values, int from, int to) throws StorageException {
    int at = from;
    while (at < to && next() == Kind.VALUE) {
      timestamps[at] = timestampMillis();
      values[at] = value();
      at++;
    }
    return at - from;
  }
}

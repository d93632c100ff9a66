package dev.pharos.storage.tsdb.series;

import dev.pharos.identity.api.Access;
import dev.pharos.model.Matcher;
import dev.pharos.model.TimeRange;
import dev.pharos.storage.api.StorageException;
import java.util.List;

/**
 * A place that holds series: the head, its out-of-order part, or a block.
 *
 * <p>The matchers given include those that the access enforces. Label questions are answered from
 * the index alone, without touching a chunk. Safe for use by several threads.
 */
public interface SeriesSource {

  /** First instant that samples may have, or {@code Long.MAX_VALUE} while there are none. */
  long minMillis();

  /** Last instant that samples may have, or {@code Long.MIN_VALUE} while there are none. */
  long maxMillis();

  /**
   * The series that fulfil all matchers, as they are at this moment: what is committed later is not
   * in the answer, and of each batch all or nothing is.
   *
   * @param matchers empty for all series
   */
  ChunkSeriesSet select(Access access, TimeRange range, List<Matcher> matchers)
      throws StorageException;

  /** Names of the labels of the series that fulfil all matchers, sorted, each once. */
  List<String> labelNames(Access access, TimeRange range, List<Matcher> matchers)
      throws StorageException;

  /** Values of a label among the series that fulfil all matchers, sorted, each once. */
  List<String> labelValues(Access access, String name, TimeRange range, List<Matcher> matchers)
      throws StorageException;
}

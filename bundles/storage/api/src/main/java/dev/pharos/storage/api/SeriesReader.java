package dev.pharos.storage.api;

import dev.pharos.identity.api.Access;
import dev.pharos.model.Exemplar;
import dev.pharos.model.Labels;
import dev.pharos.model.Matcher;
import dev.pharos.model.Metadata;
import dev.pharos.model.TimeRange;
import java.util.List;
import java.util.Map;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Reads series.
 *
 * <p>Every read is made under an {@link Access}: its enforced matchers hold in addition to those
 * asked for, and reading ends with an exception when the access has ended. Safe for use by several
 * threads.
 */
@ConsumerType
public interface SeriesReader {

  /**
   * The series that fulfil all matchers and may have samples in the range, sorted by labels.
   *
   * @param matchers at least one; none may be left that selects everything unless others narrow it
   * @return series read lazily; close it
   */
  SeriesSet select(Access access, TimeRange range, List<Matcher> matchers) throws StorageException;

  /**
   * Names of the labels of the series that fulfil all matchers, in {@link
   * dev.pharos.model.Utf8Order}.
   *
   * @param limit at most this many names; 0 for all
   */
  List<String> labelNames(Access access, TimeRange range, List<Matcher> matchers, int limit)
      throws StorageException;

  /**
   * Values of a label among the series that fulfil all matchers, in {@link
   * dev.pharos.model.Utf8Order}.
   *
   * @param limit at most this many values; 0 for all
   */
  List<String> labelValues(
      Access access, String name, TimeRange range, List<Matcher> matchers, int limit)
      throws StorageException;

  /** Exemplars of the series that fulfil all matchers, in the order of time. */
  Map<Labels, List<Exemplar>> exemplars(Access access, TimeRange range, List<Matcher> matchers)
      throws StorageException;

  /** What was written of metrics: metric name to metadata. */
  Map<String, Metadata> metadata(Access access) throws StorageException;
}

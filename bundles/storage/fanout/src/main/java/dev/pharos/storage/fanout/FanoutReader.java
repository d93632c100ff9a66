package dev.pharos.storage.fanout;

import dev.pharos.identity.api.Access;
import dev.pharos.identity.api.AccessEndedException;
import dev.pharos.model.Exemplar;
import dev.pharos.model.Labels;
import dev.pharos.model.Matcher;
import dev.pharos.model.Metadata;
import dev.pharos.model.TimeRange;
import dev.pharos.storage.api.SeriesReader;
import dev.pharos.storage.api.SeriesSet;
import dev.pharos.storage.api.StorageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Reads all parts that are there at the moment of the read, and merges what they answer.
 *
 * <p>A part that fails is left out, with a warning where the answer has room for one; if no part
 * answers, the read fails.
 */
final class FanoutReader implements SeriesReader {

  /** A read of one part. */
  @FunctionalInterface
  private interface Read<T> {
    T from(SeriesReader part) throws StorageException;
  }

  private final Supplier<List<Part<SeriesReader>>> parts;
  private final PartFailures failures;

  /**
   * @param parts those that are there, the main one first
   */
  FanoutReader(Supplier<List<Part<SeriesReader>>> parts, PartFailures failures) {
    this.parts = parts;
    this.failures = failures;
  }

  @Override
  public SeriesSet select(Access access, TimeRange range, List<Matcher> matchers)
      throws StorageException {
    List<Part<SeriesReader>> present = parts.get();
    if (present.size() == 1) {
      return present.getFirst().service().select(access, range, matchers);
    }
    MergedSeriesSet merged = new MergedSeriesSet(failures);
    StorageException failure = null;
    int answers = 0;
    for (Part<SeriesReader> part : present) {
      try {
        merged.add(part.name(), part.service().select(access, range, matchers));
        answers++;
      } catch (AccessEndedException | IllegalArgumentException e) {
        merged.close();
        throw e;
      } catch (StorageException e) {
        failure = e;
        merged.missing(part.name(), e);
      } catch (RuntimeException e) {
        failure = new StorageException("storage " + part.name() + " failed: " + e.getMessage(), e);
        merged.missing(part.name(), e);
      }
    }
    if (answers == 0 && failure != null) {
      throw failure;
    }
    return merged;
  }

  @Override
  public List<String> labelNames(Access access, TimeRange range, List<Matcher> matchers, int limit)
      throws StorageException {
    TreeSet<String> names = new TreeSet<>();
    each(part -> part.labelNames(access, range, matchers, limit), names::addAll);
    return first(names, limit);
  }

  @Override
  public List<String> labelValues(
      Access access, String name, TimeRange range, List<Matcher> matchers, int limit)
      throws StorageException {
    TreeSet<String> values = new TreeSet<>();
    each(part -> part.labelValues(access, name, range, matchers, limit), values::addAll);
    return first(values, limit);
  }

  private static List<String> first(SortedSet<String> sorted, int limit) {
    return sorted.stream().limit(limit == 0 ? Long.MAX_VALUE : limit).toList();
  }

  @Override
  public Map<Labels, List<Exemplar>> exemplars(
      Access access, TimeRange range, List<Matcher> matchers) throws StorageException {
    Map<Labels, List<Exemplar>> all = new TreeMap<>();
    each(
        part -> part.exemplars(access, range, matchers),
        answer ->
            answer.forEach(
                (labels, exemplars) -> {
                  List<Exemplar> merged = all.computeIfAbsent(labels, l -> new ArrayList<>());
                  exemplars.stream().filter(e -> !merged.contains(e)).forEach(merged::add);
                  merged.sort(java.util.Comparator.comparingLong(Exemplar::timestampMillis));
                }));
    return all;
  }

  @Override
  public Map<String, Metadata> metadata(Access access) throws StorageException {
    Map<String, Metadata> all = new TreeMap<>();
    each(part -> part.metadata(access), answer -> answer.forEach(all::putIfAbsent));
    return all;
  }

  /** Reads part after part, the main one first; fails only if all do. */
  private <T> void each(Read<T> read, Consumer<T> take) throws StorageException {
    StorageException failure = null;
    int answers = 0;
    for (Part<SeriesReader> part : parts.get()) {
      try {
        take.accept(read.from(part.service()));
        answers++;
      } catch (AccessEndedException | IllegalArgumentException e) {
        throw e;
      } catch (StorageException e) {
        failure = e;
        failures.failed(part.name(), "read", e);
      } catch (RuntimeException e) {
        failure = new StorageException("storage " + part.name() + " failed: " + e.getMessage(), e);
        failures.failed(part.name(), "read", e);
      }
    }
    if (answers == 0 && failure != null) {
      throw failure;
    }
  }
}

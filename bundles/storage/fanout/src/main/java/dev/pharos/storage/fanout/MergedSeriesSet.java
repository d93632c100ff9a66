package dev.pharos.storage.fanout;

import dev.pharos.identity.api.AccessEndedException;
import dev.pharos.model.Labels;
import dev.pharos.storage.api.SampleCursor;
import dev.pharos.storage.api.SeriesSet;
import dev.pharos.storage.api.StorageException;
import java.util.ArrayList;
import java.util.List;

/**
 * The series of several parts in one order, those that several parts have merged into one.
 *
 * <p>A part that fails on the way is left out from there on, and a warning names it.
 */
final class MergedSeriesSet implements SeriesSet {

  /** A part's series, and whether it has a current one. */
  private static final class Source {
    final String part;
    final SeriesSet series;
    boolean hasCurrent;

    /** Whether the current series has been handed out. */
    boolean passed = true;

    Source(String part, SeriesSet series) {
      this.part = part;
      this.series = series;
    }
  }

  private final List<Source> sources = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private final List<Source> current = new ArrayList<>();
  private final PartFailures failures;

  MergedSeriesSet(PartFailures failures) {
    this.failures = failures;
  }

  /** Adds a part's answer, the main part's first. */
  void add(String part, SeriesSet series) {
    sources.add(new Source(part, series));
  }

  /** Says that a part could not answer. */
  void missing(String part, Exception cause) {
    failures.failed(part, "select", cause);
    warnings.add(warning(part, cause));
  }

  static String warning(String part, Exception cause) {
    return "storage " + part + " did not answer, its samples are missing: " + cause.getMessage();
  }

  @Override
  public boolean next() {
    for (Source source : sources) {
      if (source.passed) {
        source.passed = false;
        source.hasCurrent = advance(source);
      }
    }
    current.clear();
    for (Source source : sources) {
      if (source.hasCurrent) {
        int order =
            current.isEmpty()
                ? 0
                : source.series.labels().compareTo(current.getFirst().series.labels());
        if (order < 0) {
          current.clear();
        }
        if (order <= 0) {
          current.add(source);
        }
      }
    }
    current.forEach(source -> source.passed = true);
    return !current.isEmpty();
  }

  private boolean advance(Source source) {
    try {
      return source.series.next();
    } catch (AccessEndedException e) {
      throw e;
    } catch (StorageException | RuntimeException e) {
      missing(source.part, e);
      return false;
    }
  }

  @Override
  public Labels labels() {
    return first().series.labels();
  }

  private Source first() {
    if (current.isEmpty()) {
      throw new IllegalStateException("there is no current series");
    }
    return current.getFirst();
  }

  @Override
  public SampleCursor samples() {
    if (current.size() == 1) {
      return first().series.samples();
    }
    return new MergedCursor(
        current.stream().map(source -> source.series.samples()).toArray(SampleCursor[]::new));
  }

  @Override
  public List<String> warnings() {
    List<String> all = new ArrayList<>(warnings);
    sources.forEach(source -> all.addAll(source.series.warnings()));
    return List.copyOf(all);
  }

  @Override
  public void close() {
    for (Source source : sources) {
      try {
        source.series.close();
      } catch (RuntimeException e) {
        failures.failed(source.part, "close", e);
      }
    }
  }
}

package dev.pharos.storage.fanout;

import dev.pharos.identity.api.AccessEndedException;
import dev.pharos.model.Labels;
import dev.pharos.storage.api.SampleCursor;
import dev.pharos.storage.api.SeriesSet;
import dev.pharos.storage.api.StorageException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Series of several parts, each once, in the order of their labels. */
final class MergedSeriesSet implements SeriesSet {

  /** A part's series, of which the current one is the next that this part has to offer. */
  record Source(int order, SeriesSet series, PartReading reading) {

    boolean next() throws StorageException {
      try {
        return series.next();
      } catch (AccessEndedException e) {
        throw e;
      } catch (StorageException | RuntimeException e) {
        reading.failed(e);
        return false;
      }
    }

    Labels labels() {
      return series.labels();
    }
  }

  private final List<Source> all;
  private final List<String> warnings;
  private final PriorityQueue<Source> waiting =
      new PriorityQueue<>(Comparator.comparing(Source::labels).thenComparingInt(Source::order));
  private final List<Source> current = new ArrayList<>();
  private boolean started;

  /**
   * Merges sets.
   *
   * @param sources in the order in which they count
   * @param warnings shared with the readings of the sources
   */
  MergedSeriesSet(List<Source> sources, List<String> warnings) {
    this.all = sources;
    this.warnings = warnings;
  }

  @Override
  public boolean next() throws StorageException {
    List<Source> advancing = started ? List.copyOf(current) : all;
    started = true;
    current.clear();
    for (Source source : advancing) {
      if (source.next()) {
        waiting.add(source);
      }
    }
    Source first = waiting.poll();
    if (first == null) {
      return false;
    }
    current.add(first);
    for (Source same = waiting.peek();
        same != null && same.labels().equals(first.labels());
        same = waiting.peek()) {
      current.add(waiting.remove());
    }
    return true;
  }

  private Source first() {
    if (current.isEmpty()) {
      throw new IllegalStateException("there is no current series");
    }
    return current.getFirst();
  }

  @Override
  public Labels labels() {
    return first().labels();
  }

  @Override
  public SampleCursor samples() {
    if (current.size() == 1 && first().reading().isMain()) {
      return first().series().samples();
    }
    first();
    return new MergedCursor(
        current.stream()
            .map(source -> new MergedCursor.PartCursor(source.series().samples(), source.reading()))
            .toList());
  }

  @Override
  public List<String> warnings() {
    List<String> told = new ArrayList<>();
    synchronized (warnings) {
      told.addAll(warnings);
    }
    for (Source source : all) {
      told.addAll(source.series().warnings());
    }
    return told;
  }

  @Override
  public void close() {
    for (Source source : all) {
      source.series().close();
    }
  }
}

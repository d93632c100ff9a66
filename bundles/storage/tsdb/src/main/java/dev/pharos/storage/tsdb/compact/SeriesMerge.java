package dev.pharos.storage.tsdb.compact;

import dev.pharos.model.Labels;
import dev.pharos.storage.api.StorageException;
import dev.pharos.storage.tsdb.series.ChunkList;
import dev.pharos.storage.tsdb.series.ChunkSeriesSet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Several sets of series as one: each series once, with the chunks of all sets that have it.
 *
 * <p>Not safe for use by several threads. Closing it closes the sets.
 */
final class SeriesMerge implements AutoCloseable {

  /** A set that stands at a series. */
  private static final class Source implements Comparable<Source> {

    final int number;
    final ChunkSeriesSet set;
    Labels labels = Labels.EMPTY;

    Source(int number, ChunkSeriesSet set) {
      this.number = number;
      this.set = set;
    }

    boolean next() throws StorageException {
      if (!set.next()) {
        return false;
      }
      labels = set.labels();
      return true;
    }

    @Override
    public int compareTo(Source other) {
      int order = labels.compareTo(other.labels);
      return order == 0 ? Integer.compare(number, other.number) : order;
    }
  }

  private final List<Source> all = new ArrayList<>();

  /** Those that stand at a series to come. */
  private final PriorityQueue<Source> waiting = new PriorityQueue<>();

  /** Those that stand at the current series. */
  private final List<Source> current = new ArrayList<>();

  private final List<ChunkList> chunks = new ArrayList<>();
  private Labels labels = Labels.EMPTY;

  /**
   * Takes sets over.
   *
   * @param sets where two have a sample of the same time, the earlier one counts
   */
  SeriesMerge(List<? extends ChunkSeriesSet> sets) {
    for (ChunkSeriesSet set : sets) {
      Source source = new Source(all.size(), set);
      all.add(source);
      current.add(source);
    }
  }

  /** Goes on to the next series; false if there is none. */
  boolean next() throws StorageException {
    for (Source source : current) {
      if (source.next()) {
        waiting.add(source);
      }
    }
    current.clear();
    chunks.clear();
    Source first = waiting.poll();
    if (first == null) {
      return false;
    }
    labels = first.labels;
    take(first);
    while (!waiting.isEmpty() && waiting.peek().labels.equals(labels)) {
      take(waiting.poll());
    }
    return true;
  }

  private void take(Source source) {
    current.add(source);
    chunks.add(source.set.chunks());
  }

  /** Labels of the current series. */
  Labels labels() {
    return labels;
  }

  /** Chunks of the current series, in the order of the sets; until the next call. */
  List<ChunkList> chunks() {
    return Collections.unmodifiableList(chunks);
  }

  @Override
  public void close() {
    for (Source source : all) {
      source.set.close();
    }
  }
}

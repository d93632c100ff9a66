package dev.pharos.storage.tsdb.read;

import dev.pharos.identity.api.Access;
import dev.pharos.model.Labels;
import dev.pharos.model.TimeRange;
import dev.pharos.storage.api.SampleCursor;
import dev.pharos.storage.api.SeriesSet;
import dev.pharos.storage.api.StorageException;
import dev.pharos.storage.tsdb.series.ChunkList;
import dev.pharos.storage.tsdb.series.ChunkSeriesSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * The series of several sources, each once, in the order of their labels, with their chunks as
 * cursors.
 *
 * <p>Where two sources have a sample of a series at the same instant, that of the source named
 * first counts. (The original keeps one of the two and leaves open which.)
 */
public final class MergedSet implements SeriesSet {

  /** A source, whose current series is the next that it has to offer. */
  private record Source(int rank, ChunkSeriesSet series) {

    Labels labels() {
      return series.labels();
    }
  }

  private static final Comparator<Source> ORDER =
      Comparator.comparing(Source::labels).thenComparingInt(Source::rank);

  private final Access access;
  private final TimeRange range;
  private final List<Source> sources = new ArrayList<>();
  private final PriorityQueue<Source> waiting;

  /** The sources of the current series, by rank. */
  private final List<Source> current;

  private final Runnable afterwards;
  private boolean started;

  /**
   * Merges sets, which are closed with this one.
   *
   * @param range samples outside are left out
   * @param sets in the order in which they count
   * @param afterwards runs once the sets are closed
   */
  public MergedSet(Access access, TimeRange range, List<ChunkSeriesSet> sets, Runnable afterwards) {
    this.access = access;
    this.range = range;
    this.afterwards = afterwards;
    for (ChunkSeriesSet set : sets) {
      sources.add(new Source(sources.size(), set));
    }
    waiting = new PriorityQueue<>(Math.max(1, sets.size()), ORDER);
    current = new ArrayList<>(sets.size());
  }

  @Override
  public boolean next() throws StorageException {
    access.check();
    List<Source> passed = started ? current : sources;
    started = true;
    if (sources.size() == 1) {
      return nextOfOne();
    }
    for (Source source : passed) {
      if (source.series().next()) {
        waiting.add(source);
      }
    }
    current.clear();
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

  private boolean nextOfOne() throws StorageException {
    Source one = sources.getFirst();
    boolean found = one.series().next();
    current.clear();
    if (found) {
      current.add(one);
    }
    return found;
  }

  @Override
  public Labels labels() {
    return first().labels();
  }

  private Source first() {
    if (current.isEmpty()) {
      throw new IllegalStateException("there is no current series");
    }
    return current.getFirst();
  }

  @Override
  public SampleCursor samples() {
    first();
    ChunkList[] chunks = new ChunkList[current.size()];
    for (int i = 0; i < chunks.length; i++) {
      chunks[i] = current.get(i).series().chunks();
    }
    List<LaneChunks> lanes = LaneChunks.arrange(chunks);
    return lanes.size() == 1
        ? new Lane(access, range, lanes.getFirst())
        : new LaneMerge(
            lanes.stream().map(lane -> new Lane(access, range, lane)).toArray(Lane[]::new));
  }

  @Override
  public void close() {
    sources.forEach(source -> source.series().close());
    afterwards.run();
  }
}

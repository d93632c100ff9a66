package dev.pharos.storage.tsdb;

import dev.pharos.storage.api.StorageStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is known of the database, from before its log is replayed. */
public final class TsdbStatus implements StorageStatus {

  private final Duration retention;
  private volatile Replay replay = new Replay(Phase.WAITING, 0, 0, 0, "");
  private volatile dev.pharos.storage.tsdb.head.@Nullable Head head;

  public TsdbStatus(Duration retention) {
    this.retention = retention;
  }

  void replaying(int first, int last, int current) {
    replay = new Replay(Phase.REPLAYING, first, last, current, "");
  }

  void ready(dev.pharos.storage.tsdb.head.Head replayed) {
    Replay done = replay;
    head = replayed;
    replay = new Replay(Phase.READY, done.first(), done.last(), done.last(), "");
  }

  void failed(String failure) {
    Replay before = replay;
    replay = new Replay(Phase.FAILED, before.first(), before.last(), before.current(), failure);
  }

  @Override
  public Replay replay() {
    return replay;
  }

  @Override
  public Optional<Head> head() {
    var current = head;
    return current == null
        ? Optional.empty()
        : Optional.of(
            new Head(
                current.seriesCount(),
                current.chunkCount(),
                current.minMillis(),
                current.maxMillis(),
                current.labelPairs()));
  }

  @Override
  public Cardinality cardinality(int limit) {
    List<Count> byMetric = new ArrayList<>();
    List<Count> values = new ArrayList<>();
    List<Count> bytes = new ArrayList<>();
    List<Count> pairs = new ArrayList<>();
    var current = head;
    if (current != null) {
      current.countSeriesByMetric((name, count) -> byMetric.add(new Count(name, count)));
      current.countLabels(
          (name, count) -> values.add(new Count(name, count)),
          (name, count) -> bytes.add(new Count(name, count)),
          (name, count) -> pairs.add(new Count(name, count)));
    }
    return new Cardinality(
        largest(byMetric, limit),
        largest(values, limit),
        largest(bytes, limit),
        largest(pairs, limit));
  }

  private static List<Count> largest(List<Count> counts, int limit) {
    counts.sort(Comparator.comparingLong(Count::count).reversed().thenComparing(Count::name));
    return List.copyOf(counts.subList(0, Math.min(limit, counts.size())));
  }

  /** None: this version keeps everything in memory and in the log. */
  @Override
  public List<Block> blocks() {
    return List.of();
  }

  @Override
  public String retention() {
    return Durations.format(retention);
  }
}

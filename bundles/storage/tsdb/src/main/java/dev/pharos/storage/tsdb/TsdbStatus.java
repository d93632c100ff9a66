package dev.pharos.storage.tsdb;

import dev.pharos.model.DurationText;
import dev.pharos.storage.api.StorageStatus;
import dev.pharos.storage.tsdb.compact.Retention;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is known of the database, from before its log is replayed. */
public final class TsdbStatus implements StorageStatus {

  private final Retention retention;
  private volatile Replay replay = new Replay(Phase.WAITING, 0, 0, 0, "");
  private volatile @Nullable TsdbStorage storage;

  public TsdbStatus(Retention retention) {
    this.retention = retention;
  }

  void replaying(int first, int last, int current) {
    replay = new Replay(Phase.REPLAYING, first, last, current, "");
  }

  void ready(TsdbStorage opened) {
    Replay done = replay;
    storage = opened;
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
    var current = currentHead();
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
    var current = currentHead();
    return current == null
        ? new Cardinality(List.of(), List.of(), List.of(), List.of())
        : current.cardinality(limit);
  }

  private dev.pharos.storage.tsdb.head.@Nullable Head currentHead() {
    TsdbStorage opened = storage;
    return opened == null ? null : opened.head();
  }

  @Override
  public List<Block> blocks() {
    TsdbStorage opened = storage;
    return opened == null
        ? List.of()
        : opened.blocks().metas().stream()
            .map(
                meta ->
                    new Block(
                        meta.ulid().toString(), meta.minMillis(), meta.maxMillis(), meta.fields()))
            .toList();
  }

  /** As the original words it: {@code 15d or 50GB}. */
  @Override
  public String retention() {
    TsdbStorage opened = storage;
    Retention inForce = opened == null ? retention : opened.upkeep().retention();
    List<String> bounds = new ArrayList<>();
    if (!inForce.time().isZero()) {
      bounds.add(DurationText.of(inForce.time()));
    }
    if (inForce.bytes() > 0) {
      bounds.add(Sizes.format(inForce.bytes()));
    }
    if (inForce.percentage() > 0) {
      bounds.add(String.format(Locale.ROOT, "%s%%", inForce.percentage()));
    }
    return String.join(" or ", bounds);
  }
}

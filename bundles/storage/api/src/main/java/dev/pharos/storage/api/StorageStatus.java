package dev.pharos.storage.api;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What is known of the store; there from the first moment, while the log is still being replayed.
 *
 * <p>Answers are snapshots. Safe for use by several threads.
 */
@ProviderType
public interface StorageStatus {

  /** How far the replay of the log is. */
  enum Phase {
    WAITING,
    REPLAYING,
    READY,
    FAILED
  }

  /**
   * Progress of the replay.
   *
   * @param phase where it stands
   * @param first first segment to read
   * @param last last segment to read
   * @param current segment being read
   * @param failure why it failed; empty if it did not
   */
  record Replay(Phase phase, int first, int last, int current, String failure) {}

  /**
   * The part in memory.
   *
   * @param series active series
   * @param chunks chunks in memory
   * @param minMillis earliest sample, or {@code Long.MAX_VALUE} if there is none
   * @param maxMillis latest sample, or {@code Long.MIN_VALUE} if there is none
   * @param labelPairs distinct pairs of name and value
   */
  record Head(long series, long chunks, long minMillis, long maxMillis, long labelPairs) {}

  /**
   * A count by name.
   *
   * @param name what is counted
   * @param count how many
   */
  record Count(String name, long count) {}

  /**
   * What the head is made of, each list largest first.
   *
   * @param seriesByMetric series per metric name
   * @param valuesByLabel distinct values per label name
   * @param bytesByLabel bytes of values per label name
   * @param seriesByPair series per {@code name=value}
   */
  record Cardinality(
      List<Count> seriesByMetric,
      List<Count> valuesByLabel,
      List<Count> bytesByLabel,
      List<Count> seriesByPair) {}

  /**
   * A block on disk.
   *
   * @param ulid its name
   * @param minMillis first instant inside
   * @param maxMillis first instant after
   * @param meta the content of its {@code meta.json}
   */
  record Block(String ulid, long minMillis, long maxMillis, Map<String, Object> meta) {}

  Replay replay();

  Optional<Head> head();

  /**
   * What the head is made of.
   *
   * @param limit entries per list
   */
  Cardinality cardinality(int limit);

  List<Block> blocks();

  /** The retention in force, in words such as {@code 15d}. */
  String retention();
}

package dev.pharos.storage.tsdb.compact;

import dev.pharos.storage.tsdb.block.BlockWriter;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How blocks are made.
 *
 * @param head span of those cut off the head
 * @param longest span of the longest; null for a tenth of the retention, and 31 days at most
 * @param merging whether blocks that overlap are put together
 * @param uploads file that lists the blocks which somebody else has copied: a block cut off the
 *     head is put together with others only once it is named there; null for no such wait
 * @param pause between rounds
 * @param segmentBytes size of the files of a block's chunks at most
 */
public record CompactionRules(
    Duration head,
    @Nullable Duration longest,
    boolean merging,
    @Nullable Path uploads,
    Duration pause,
    long segmentBytes) {

  /** What holds when nothing is set. */
  public static final CompactionRules DEFAULT =
      new CompactionRules(
          BlockRanges.HEAD, null, true, null, Duration.ofMinutes(1), BlockWriter.SEGMENT_BYTES);

  public CompactionRules {
    if (head.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException(
          "blocks of " + head + " are too short; give them a second or more");
    }
    if (longest != null && longest.compareTo(head) < 0) {
      throw new IllegalArgumentException(
          "the longest block spans " + longest + ", less than the shortest, " + head);
    }
  }

  /** The same with blocks of another span and another pause. */
  public CompactionRules with(Duration otherHead, Duration otherPause) {
    return new CompactionRules(otherHead, longest, merging, uploads, otherPause, segmentBytes);
  }

  BlockRanges ranges(Duration retention) {
    return longest == null
        ? BlockRanges.of(head, retention)
        : BlockRanges.upTo(head, longest.toMillis());
  }
}

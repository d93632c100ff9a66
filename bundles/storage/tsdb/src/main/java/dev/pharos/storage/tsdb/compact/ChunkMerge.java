package dev.pharos.storage.tsdb.compact;

import dev.pharos.storage.api.StorageException;
import dev.pharos.storage.tsdb.chunk.PackedChunk;
import dev.pharos.storage.tsdb.series.ChunkList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts the chunks of one series together: those that nothing has happened to are passed on as they
 * are; those that overlap, reach beyond the range or have deleted samples are packed anew.
 *
 * <p>Its buffers are used again for each series, so it allocates little. Not safe for use by
 * several threads.
 */
final class ChunkMerge {

  /** Buffers longer than this are not kept from one series to the next. */
  private static final int KEPT_BYTES = 64 * 1024;

  private final long firstMillis;
  private final long lastMillis;
  private final List<PackedChunk> packed = new ArrayList<>();
  private final Repacking repacking;

  /** What the chunks passed on are copied into. */
  private byte[][] buffers = new byte[16][];

  private int buffersUsed;
  private byte[] twin = new byte[0];

  /** Of each list, the next chunk to look at. */
  private int[] positions = new int[4];

  /** Chunks that overlap one another, by list and number. */
  private int[] group = new int[16];

  private int groupSize;
  private long groupEnd;

  /**
   * For all series of a block.
   *
   * @param firstMillis first instant to keep
   * @param lastMillis last instant to keep
   */
  ChunkMerge(long firstMillis, long lastMillis) {
    this.firstMillis = firstMillis;
    this.lastMillis = lastMillis;
    this.repacking = new Repacking(firstMillis, lastMillis, packed::add);
  }

  /**
   * All samples of a series in the range, each timestamp once.
   *
   * @param lists where two have a sample of the same time, the earlier one counts
   * @return chunks in the order of time, which do not overlap; good until the next call
   */
  List<PackedChunk> merge(List<ChunkList> lists) throws StorageException {
    start(lists.size());
    for (int list = earliest(lists); list >= 0; list = earliest(lists)) {
      ChunkList chunks = lists.get(list);
      int chunk = positions[list]++;
      if (isOutside(chunks, chunk)) {
        continue;
      }
      if (groupSize > 0 && chunks.minMillis(chunk) > groupEnd) {
        flush(lists);
      }
      add(list, chunk, chunks.maxMillis(chunk));
    }
    flush(lists);
    return Collections.unmodifiableList(packed);
  }

  private void start(int lists) {
    packed.clear();
    for (int i = 0; i < buffersUsed; i++) {
      if (buffers[i].length > KEPT_BYTES) {
        buffers[i] = new byte[KEPT_BYTES];
      }
    }
    buffersUsed = 0;
    groupSize = 0;
    groupEnd = Long.MIN_VALUE;
    if (positions.length < lists) {
      positions = new int[lists];
    }
    Arrays.fill(positions, 0, lists, 0);
  }

  /** The list whose next chunk begins first, or -1 if all are at their end. */
  private int earliest(List<ChunkList> lists) {
    int earliest = -1;
    long start = Long.MAX_VALUE;
    for (int list = 0; list < lists.size(); list++) {
      ChunkList chunks = lists.get(list);
      int position = positions[list];
      if (position < chunks.size() && (earliest < 0 || chunks.minMillis(position) < start)) {
        earliest = list;
        start = chunks.minMillis(position);
      }
    }
    return earliest;
  }

  private boolean isOutside(ChunkList chunks, int chunk) {
    return chunks.maxMillis(chunk) < firstMillis
        || chunks.minMillis(chunk) > lastMillis
        || isDeleted(chunks.deleted(), chunks.minMillis(chunk), chunks.maxMillis(chunk));
  }

  private static boolean isDeleted(long @Nullable [] deleted, long min, long max) {
    if (deleted != null) {
      for (int i = 0; i < deleted.length; i += 2) {
        if (deleted[i] <= min && max <= deleted[i + 1]) {
          return true;
        }
      }
    }
    return false;
  }

  private void add(int list, int chunk, long maxMillis) {
    if (2 * groupSize == group.length) {
      group = Arrays.copyOf(group, 2 * group.length);
    }
    group[2 * groupSize] = list;
    group[2 * groupSize + 1] = chunk;
    groupSize++;
    groupEnd = Math.max(groupEnd, maxMillis);
  }

  private void flush(List<ChunkList> lists) throws StorageException {
    if (groupSize > 0) {
      ChunkList first = lists.get(group[0]);
      if (isWhole(first, group[1]) && (groupSize == 1 || areTwins(lists))) {
        pass(first, group[1]);
      } else {
        for (int i = 0; i < groupSize; i++) {
          int list = group[2 * i];
          repacking.add(lists.get(list), group[2 * i + 1], list);
        }
        repacking.run();
      }
    }
    groupSize = 0;
    groupEnd = Long.MIN_VALUE;
  }

  /** Whether a chunk lies in the range and has no deleted samples. */
  private boolean isWhole(ChunkList chunks, int chunk) {
    long min = chunks.minMillis(chunk);
    long max = chunks.maxMillis(chunk);
    if (min < firstMillis || max > lastMillis) {
      return false;
    }
    long[] deleted = chunks.deleted();
    if (deleted != null) {
      for (int i = 0; i < deleted.length; i += 2) {
        if (deleted[i] <= max && min <= deleted[i + 1]) {
          return false;
        }
      }
    }
    return true;
  }

  /** Whether all chunks of the group are the same: what was written twice is common. */
  private boolean areTwins(List<ChunkList> lists) throws StorageException {
    ChunkList first = lists.get(group[0]);
    int firstChunk = group[1];
    byte[] bytes = read(first, firstChunk);
    int length = first.length(firstChunk);
    for (int i = 1; i < groupSize; i++) {
      ChunkList other = lists.get(group[2 * i]);
      int chunk = group[2 * i + 1];
      if (other.minMillis(chunk) != first.minMillis(firstChunk)
          || other.maxMillis(chunk) != first.maxMillis(firstChunk)
          || other.encoding(chunk) != first.encoding(firstChunk)
          || other.length(chunk) != length) {
        return false;
      }
      twin = other.read(chunk, twin);
      if (!Arrays.equals(bytes, 0, length, twin, 0, length)) {
        return false;
      }
    }
    return true;
  }

  private void pass(ChunkList chunks, int chunk) throws StorageException {
    byte[] bytes = read(chunks, chunk);
    buffersUsed++;
    packed.add(
        new PackedChunk(
            chunks.minMillis(chunk),
            chunks.maxMillis(chunk),
            chunks.encoding(chunk),
            bytes,
            chunks.length(chunk)));
  }

  private byte[] read(ChunkList chunks, int chunk) throws StorageException {
    if (buffersUsed == buffers.length) {
      buffers = Arrays.copyOf(buffers, 2 * buffers.length);
    }
    byte[] buffer = buffers[buffersUsed];
    byte[] bytes = chunks.read(chunk, buffer == null ? new byte[256] : buffer);
    buffers[buffersUsed] = bytes;
    return bytes;
  }
}

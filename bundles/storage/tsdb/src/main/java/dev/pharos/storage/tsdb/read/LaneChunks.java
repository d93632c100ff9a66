package dev.pharos.storage.tsdb.read;

import dev.pharos.storage.tsdb.series.ChunkList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Chunks of one series that lie apart from each other, in the order of time, whichever sources they
 * are from.
 *
 * <p>Never changes once it was {@linkplain #arrange arranged}.
 */
final class LaneChunks {

  private final ChunkList[] sources;

  /** Index of the source in the upper half, index of the chunk in the lower. */
  private long[] chunks;

  private int size;
  private long lastMillis;

  private LaneChunks(ChunkList[] sources, int room) {
    this.sources = sources;
    this.chunks = new long[room];
  }

  /**
   * Lays chunks out in as few lanes as there are chunks at most at one instant.
   *
   * @param sources the chunks of a series; where two have a sample at an instant, the first counts
   * @return at least one lane, if there is a chunk
   */
  static List<LaneChunks> arrange(ChunkList... sources) {
    int total = 0;
    for (ChunkList source : sources) {
      total += source.size();
    }
    List<LaneChunks> lanes = new ArrayList<>(1);
    int[] next = new int[sources.length];
    for (int left = total; left > 0; left--) {
      int first = earliest(sources, next);
      int chunk = next[first]++;
      lane(lanes, sources, left, sources[first].minMillis(chunk))
          .add((long) first << 32 | chunk, sources[first].maxMillis(chunk));
    }
    return lanes;
  }

  private static int earliest(ChunkList[] sources, int[] next) {
    int first = -1;
    long millis = 0;
    for (int i = 0; i < sources.length; i++) {
      if (next[i] < sources[i].size() && (first < 0 || sources[i].minMillis(next[i]) < millis)) {
        first = i;
        millis = sources[i].minMillis(next[i]);
      }
    }
    return first;
  }

  private static LaneChunks lane(
      List<LaneChunks> lanes, ChunkList[] sources, int left, long minMillis) {
    for (LaneChunks lane : lanes) {
      if (lane.lastMillis < minMillis) {
        return lane;
      }
    }
    // Nearly always there is one lane, which then has just the room it needs.
    LaneChunks added = new LaneChunks(sources, lanes.isEmpty() ? left : Math.min(left, 4));
    lanes.add(added);
    return added;
  }

  private void add(long chunk, long maxMillis) {
    if (size == chunks.length) {
      chunks = Arrays.copyOf(chunks, 2 * size);
    }
    chunks[size] = chunk;
    size++;
    lastMillis = maxMillis;
  }

  int size() {
    return size;
  }

  /** The source of a chunk. */
  ChunkList source(int chunk) {
    return sources[(int) (chunks[chunk] >>> 32)];
  }

  /** Where a chunk stands among all: by its source first. Of two samples the lower counts. */
  long rank(int chunk) {
    return chunks[chunk];
  }

  /** Index of a chunk in its source. */
  int index(int chunk) {
    return (int) chunks[chunk];
  }

  long minMillis(int chunk) {
    return source(chunk).minMillis(index(chunk));
  }

  long maxMillis(int chunk) {
    return source(chunk).maxMillis(index(chunk));
  }
}

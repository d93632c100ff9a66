package dev.pharos.storage.tsdb.head;

import dev.pharos.storage.tsdb.chunkshead.HeadChunk;

/**
 * The full chunks that were found on the disk at the start, until the log tells whose they are: for
 * each reference of the log a chain, in arrays side by side.
 *
 * <p>In order, chunks of a series count up to the first that does not follow the one before. What
 * it and later ones hold, the log has.
 */
final class MappedChunks {

  private final Chains chains;
  private final boolean inOrder;

  /** References of series by a hash of them; 0 for none. */
  private long[] keys = new long[1024];

  /** The latest chunk of each, or its complement where no more are taken. */
  private int[] latest = new int[1024];

  private int size;

  /**
   * None yet.
   *
   * @param inOrder whether each chunk of a series has to follow the one before
   */
  MappedChunks(Chains chains, boolean inOrder) {
    this.chains = chains;
    this.inOrder = inOrder;
  }

  /** Takes the next chunk of the files; false if it does not count. */
  boolean add(HeadChunk chunk) {
    if (chunk.seriesReference() == SeriesIndex.NONE) {
      return false;
    }
    int at = place(chunk.seriesReference());
    int before = latest[at];
    if (keys[at] == 0) {
      keys[at] = chunk.seriesReference();
      size++;
    } else if (before < 0) {
      return false;
    }
    if (!follows(chunk, before)) {
      latest[at] = ~before;
      return false;
    }
    latest[at] =
        chains.push(
            before,
            chunk.minMillis(),
            chunk.maxMillis(),
            chunk.samples(),
            chunk.encoding(),
            chunk.reference());
    if (2 * size > keys.length) {
      grow();
    }
    return true;
  }

  private boolean follows(HeadChunk chunk, int before) {
    long span = chunk.maxMillis() - chunk.minMillis();
    return (!inOrder || before == Chains.NONE || chunk.minMillis() > chains.maxMillis(before))
        && span >= 0
        && span <= Integer.MAX_VALUE
        && chunk.samples() > 0
        && chunk.samples() <= Chains.MOST_SAMPLES;
  }

  /** The chain of a reference, which is not here any more then; {@link Chains#NONE} if none is. */
  int take(long reference) {
    int at = place(reference);
    int chain = latest[at];
    latest[at] = ~Chains.NONE;
    return keys[at] == 0 ? Chains.NONE : chain < 0 ? ~chain : chain;
  }

  /** Drops what nobody took; tells how many chunks that were. */
  int drop() {
    int dropped = 0;
    for (int i = 0; i < latest.length; i++) {
      int chunk = latest[i] < 0 ? ~latest[i] : latest[i];
      while (chunk != Chains.NONE) {
        int before = chains.before(chunk);
        chains.drop(chunk);
        dropped++;
        chunk = before;
      }
    }
    keys = new long[2];
    latest = new int[2];
    size = 0;
    return dropped;
  }

  private int place(long reference) {
    int mask = keys.length - 1;
    int at = (int) ((reference * 0x9E3779B97F4A7C15L) >>> 32) & mask;
    while (keys[at] != 0 && keys[at] != reference) {
      at = (at + 1) & mask;
    }
    return at;
  }

  private void grow() {
    long[] oldKeys = keys;
    int[] oldLatest = latest;
    keys = new long[2 * oldKeys.length];
    latest = new int[keys.length];
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldKeys[i] != 0) {
        int at = place(oldKeys[i]);
        keys[at] = oldKeys[i];
        latest[at] = oldLatest[i];
      }
    }
  }
}

package dev.pharos.storage.tsdb.head;

import dev.pharos.storage.tsdb.wal.RecordBuffer;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;

/**
 * What batches write into, kept from one to the next, so that a sample costs no garbage.
 *
 * <p>Safe for use by several threads.
 */
final class BatchArrays {

  /** Batches are written by few threads at a time. */
  private static final int KEPT = 4;

  private static final int LEAST = 64;

  /** Arrays of larger batches are not kept: about as many samples as a large scrape has. */
  static final int MOST = 16_384;

  private static final int MOST_BYTES = 32 * MOST;

  /** Arrays of one length, side by side, and the records made of them. */
  @SuppressWarnings("ArrayRecordComponent") // To be written into.
  record Arrays(long[] references, long[] timestamps, double[] values, RecordBuffer records) {

    boolean isKept() {
      return references.length <= MOST && records.room() <= MOST_BYTES;
    }
  }

  private final Queue<Arrays> free = new ArrayBlockingQueue<>(KEPT);

  /** Arrays for a batch, with whatever stands in them, and no record. */
  Arrays take() {
    Arrays kept = free.poll();
    return kept == null
        ? new Arrays(new long[LEAST], new long[LEAST], new double[LEAST], new RecordBuffer())
        : kept;
  }

  /** A batch has ended; nobody uses its arrays any more. */
  void giveBack(Arrays arrays) {
    if (arrays.isKept()) {
      arrays.records().clear();
      free.offer(arrays);
    }
  }
}

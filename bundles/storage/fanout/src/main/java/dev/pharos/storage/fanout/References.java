package dev.pharos.storage.fanout;

import dev.pharos.storage.api.SampleBatch;

/**
 * References of series as others see them: the main part's own, marked with the generation of parts
 * that gave them out.
 *
 * <p>When parts come or go, the next generation begins, and all references of earlier ones are
 * unknown. So a reference never means another series than it did, and whoever holds one looks its
 * series up again, by which a new part gets to know it.
 *
 * <pre>
 *   bit 63    62 … 48       47 … 0
 *   0         generation    reference of the main part
 * </pre>
 */
final class References {

  private static final int BITS = 48;
  private static final long MASK = (1L << BITS) - 1;
  private static final int GENERATIONS = 1 << 15;

  private References() {}

  /** The generation after this one; they are used again after some 32,000. */
  static int next(int generation) {
    return (generation + 1) % GENERATIONS;
  }

  /** What others get for a reference of the main part. */
  static long outer(int generation, long reference) {
    if (reference == SampleBatch.NO_ROOM) {
      return SampleBatch.NO_ROOM;
    }
    if ((reference & ~MASK) != 0) {
      throw new IllegalStateException("a part gave out reference " + reference + ", 2^48 or more");
    }
    return ((long) generation << BITS) | reference;
  }

  /** The main part's reference, or {@link SampleBatch#NO_ROOM} if it is of another generation. */
  static long inner(int generation, long reference) {
    return reference >>> BITS == generation ? reference & MASK : SampleBatch.NO_ROOM;
  }
}

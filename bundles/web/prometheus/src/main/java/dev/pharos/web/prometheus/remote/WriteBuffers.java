package dev.pharos.web.prometheus.remote;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The memory that requests in flight may take together, and buffers that are used again.
 *
 * <p>Safe for use by several threads; a session by one.
 */
final class WriteBuffers {

  /** A buffer that became larger for one large request is not kept. */
  private static final int MAX_KEPT_BYTES = 2 << 20;

  private static final int KIB = 1024;
  private static final long WAIT_SECONDS = 10;

  private final Semaphore kibibytes;
  private final int allKibibytes;
  private final ArrayBlockingQueue<Buffers> idle =
      new ArrayBlockingQueue<>(2 * Runtime.getRuntime().availableProcessors());

  /** The two buffers of a request: as it came, and unpacked. */
  static final class Buffers {
    byte[] packed = new byte[16 * KIB];
    byte[] unpacked = new byte[64 * KIB];

    private boolean isSmall() {
      return packed.length + unpacked.length <= MAX_KEPT_BYTES;
    }
  }

  /**
   * Buffers.
   *
   * @param maxBytes what all requests in flight may hold together
   */
  WriteBuffers(long maxBytes) {
    allKibibytes = Math.clamp(maxBytes / KIB, 1, Integer.MAX_VALUE);
    kibibytes = new Semaphore(allKibibytes, true);
  }

  /**
   * Reserves memory, waiting for some time until others give theirs back.
   *
   * @return what {@link #release} wants, or 0 if the time was not enough
   */
  int reserve(long bytes) throws InterruptedException {
    // A request that is larger than all there is may come alone.
    int wanted = Math.clamp((bytes + KIB - 1) / KIB, 1, allKibibytes);
    return kibibytes.tryAcquire(wanted)
            || kibibytes.tryAcquire(wanted, WAIT_SECONDS, TimeUnit.SECONDS)
        ? wanted
        : 0;
  }

  void release(int reserved) {
    kibibytes.release(reserved);
  }

  Buffers take() {
    @Nullable Buffers taken = idle.poll();
    return taken == null ? new Buffers() : taken;
  }

  void giveBack(Buffers buffers) {
    if (buffers.isSmall()) {
      idle.offer(buffers);
    }
  }
}

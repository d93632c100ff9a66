package dev.pharos.storage.tsdb.head;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Tells when everything has ended that was under way at one moment: batches before rows are
 * removed, selections before files are deleted.
 *
 * <p>Safe for use by several threads.
 */
final class Era {

  /** What began between two turns, and has not ended. */
  static final class Period {
    private final AtomicInteger open = new AtomicInteger();

    void end() {
      open.decrementAndGet();
    }

    /** Whether all has ended; only once the next period has begun. */
    boolean isOver() {
      return open.get() == 0;
    }
  }

  private volatile Period current = new Period();

  /** Something begins; whoever called this ends it. */
  Period begin() {
    while (true) {
      Period period = current;
      period.open.incrementAndGet();
      if (period == current) {
        return period;
      }
      period.end();
    }
  }

  /** Begins the next period; answers the one that is over once all in it has ended. */
  Period turn() {
    Period before = current;
    current = new Period();
    return before;
  }
}

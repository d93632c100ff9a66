package dev.pharos.distribution.itest;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for something that another process or thread brings about and that sends no event here. */
final class Eventually {

  private static final long PAUSE_NANOS = 50_000_000;

  /** Ends the waiting at once: what is waited for can no longer come. */
  static final class NeverError extends Error {
    private static final long serialVersionUID = 1L;

    NeverError(String message) {
      super(message);
    }
  }

  private Eventually() {}

  /**
   * Asks until the answer is yes; an exception or a failed assertion counts as no, and is told if
   * the time runs out.
   */
  static void within(Duration atMost, String what, Callable<Boolean> condition)
      throws InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    Throwable last = null;
    while (true) {
      try {
        if (condition.call()) {
          return;
        }
        last = null;
      } catch (InterruptedException e) {
        throw e;
      } catch (Exception | AssertionError e) {
        last = e;
      }
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("not within " + atMost + ": " + what, last);
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }
}

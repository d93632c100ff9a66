package dev.pharos.query.promql.samples;

import dev.pharos.query.promql.samples.Halves.Entry;
import dev.pharos.storage.api.StorageException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Where a helper leaves what it has found, in order, until the thread of the query takes it; the
 * helper waits when too much has been left. Safe for use by these two threads.
 *
 * <p>What is left is handed over in runs, so that the threads seldom meet.
 */
final class Handover {

  private static final int RUN = 16;

  private final int capacity;

  /** What the helper has found and not handed over yet. */
  private Deque<Entry> found = new ArrayDeque<>(RUN);

  /** What the query has been handed and not taken yet. */
  private Deque<Entry> handed = new ArrayDeque<>();

  private final Deque<Deque<Entry>> runs = new ArrayDeque<>();
  private boolean ended = true;
  private boolean stopped;
  private @Nullable Throwable failure;

  /**
   * A handover to which nobody brings anything yet.
   *
   * @param capacity series that may wait to be taken
   */
  Handover(int capacity) {
    this.capacity = Math.max(1, capacity / RUN);
  }

  /** Says that there will be a helper. */
  synchronized void begin() {
    ended = false;
  }

  /** Leaves what was found; called by the helper. */
  void put(Entry entry) {
    found.add(entry);
    if (found.size() >= RUN) {
      flush();
    }
  }

  private synchronized void flush() {
    boolean interrupted = false;
    while (runs.size() >= capacity && !stopped) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (stopped) {
      throw new IllegalStateException("the other half has failed");
    }
    runs.add(found);
    found = new ArrayDeque<>(RUN);
    notifyAll();
  }

  /** Says that all has been found; called by the helper. */
  void end() {
    flush();
    finish(null);
  }

  /** Says that the helper has failed; called by the helper. */
  void fail(Throwable why) {
    finish(why);
  }

  private synchronized void finish(@Nullable Throwable why) {
    failure = why;
    ended = true;
    notifyAll();
  }

  /** Says that nothing more is wanted; called by the query. */
  synchronized void stop() {
    stopped = true;
    notifyAll();
  }

  /**
   * What comes next, or null if there is nothing for now or any more; called by the query.
   *
   * @param wait whether to wait until there is something or the helper has ended
   */
  @Nullable Entry peek(boolean wait) throws StorageException {
    if (handed.isEmpty()) {
      take(wait);
    }
    return handed.peek();
  }

  private synchronized void take(boolean wait) throws StorageException {
    boolean interrupted = false;
    while (wait && runs.isEmpty() && !ended) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    switch (failure) {
      case null -> {}
      case StorageException e -> throw e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case Throwable e -> throw new IllegalStateException(e);
    }
    Deque<Entry> run = runs.poll();
    if (run != null) {
      handed = run;
      notifyAll();
    }
  }

  /** Takes what comes next; called by the query. */
  Entry remove() {
    return handed.remove();
  }

  /** Whether nothing waits and nothing will come, not even a failure; called by the query. */
  synchronized boolean isDrained() {
    return handed.isEmpty() && runs.isEmpty() && ended && failure == null;
  }
}

package dev.pharos.target.scrape;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

/** Tells listeners of changes, many at a time: at most twice a second. */
final class ChangeNotices implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(ChangeNotices.class.getName());
  private static final Duration PAUSE = Duration.ofMillis(500);

  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final AtomicBoolean pending = new AtomicBoolean();
  private volatile boolean closed;

  AutoCloseable add(Runnable listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /** Notes a change; returns at once. */
  void changed() {
    if (!closed && !listeners.isEmpty() && pending.compareAndSet(false, true)) {
      Thread.ofVirtual().name("target-changes").start(this::tellAfterPause);
    }
  }

  private void tellAfterPause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    pending.set(false);
    if (closed) {
      return;
    }
    for (Runnable listener : listeners) {
      try {
        listener.run();
      } catch (RuntimeException e) {
        LOG.log(Level.WARNING, "A listener to changes of targets failed", e);
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    listeners.clear();
  }
}

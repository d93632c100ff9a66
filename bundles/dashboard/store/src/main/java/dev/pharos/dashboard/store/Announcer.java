package dev.pharos.dashboard.store;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;

/**
 * Tells listeners of changes: soon after the first, and then at most twice a second, however many
 * there are.
 *
 * <p>Listeners are called one after the other on one virtual thread; one that fails harms no other.
 */
final class Announcer {

  private static final System.Logger LOG = System.getLogger(Announcer.class.getName());
  private static final Duration PAUSE = Duration.ofMillis(500);

  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final Semaphore changes = new Semaphore(0);
  private final Thread thread;

  Announcer(String name) {
    thread = Thread.ofVirtual().name(name).start(this::announceUntilInterrupted);
  }

  AutoCloseable listen(Runnable listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /** Something has changed; returns at once. */
  void announce() {
    changes.release();
  }

  private void announceUntilInterrupted() {
    try {
      while (true) {
        changes.acquire();
        changes.drainPermits();
        listeners.forEach(Announcer::call);
        Thread.sleep(PAUSE);
      }
    } catch (InterruptedException stopped) {
      LOG.log(Level.DEBUG, "Announcements have stopped");
    }
  }

  private static void call(Runnable listener) {
    try {
      listener.run();
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "A listener to dashboards failed; the others are told", e);
    }
  }

  /** Ends within five seconds, waiting for the listener that is being told. */
  void stop() throws InterruptedException {
    thread.interrupt();
    thread.join(Duration.ofSeconds(5));
  }
}

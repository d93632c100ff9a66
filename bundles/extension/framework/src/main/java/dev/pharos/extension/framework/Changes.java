package dev.pharos.extension.framework;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;

/** Tells listeners of changes, at most twice a second, on one virtual thread. */
final class Changes implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(Changes.class.getName());
  private static final Duration PAUSE = Duration.ofMillis(500);

  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final Semaphore happened = new Semaphore(0);
  private final Thread thread =
      Thread.ofVirtual().name("changes of extensions").unstarted(this::tellUntilInterrupted);

  void start() {
    thread.start();
  }

  void happened() {
    happened.release();
  }

  AutoCloseable listen(Runnable listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  private void tellUntilInterrupted() {
    try {
      while (true) {
        happened.acquire();
        happened.drainPermits();
        listeners.forEach(Changes::tell);
        Thread.sleep(PAUSE);
      }
    } catch (InterruptedException stopped) {
      LOG.log(Level.DEBUG, "Changes are not told any more");
    }
  }

  private static void tell(Runnable listener) {
    try {
      listener.run();
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "A listener to changes of extensions failed", e);
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}

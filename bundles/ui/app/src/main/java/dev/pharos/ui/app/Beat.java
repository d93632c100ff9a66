package dev.pharos.ui.app;

import com.vaadin.flow.shared.Registration;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Calls back again and again, on one thread for all pages; what is called hands its work on to the
 * browser's session and returns at once.
 */
public final class Beat implements AutoCloseable {

  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("console-beat").factory());

  Beat() {}

  /** Calls {@code work} each time the pause has passed, until the registration is removed. */
  public Registration every(Duration pause, Runnable work) {
    Future<?> calls =
        thread.scheduleWithFixedDelay(
            work, pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
    return () -> calls.cancel(false);
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}

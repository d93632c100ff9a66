package dev.pharos.http.client;

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Ends what takes too long, on one thread for all calls, which sleeps while nothing is due. */
final class Deadlines implements AutoCloseable {

  private final ScheduledThreadPoolExecutor scheduler;

  Deadlines() {
    scheduler =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("http-deadline").factory());
    scheduler.setRemoveOnCancelPolicy(true);
    scheduler.setKeepAliveTime(10, TimeUnit.SECONDS);
    scheduler.allowCoreThreadTimeOut(true);
  }

  Future<?> after(long time, TimeUnit unit, Runnable action) {
    return scheduler.schedule(action, time, unit);
  }

  @Override
  public void close() {
    scheduler.shutdownNow();
  }
}

package dev.pharos.http.server;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Looks whether the clients of requests that take long have gone away, for applications that want
 * to know: nobody needs the answer then.
 *
 * <p>Most requests are answered before they are looked at. Safe for use by several threads.
 */
final class Departures {

  /**
   * Name of the request attribute under which a {@code Consumer<Runnable>} takes what is to be done
   * when the client goes away before the answer has begun. It is done on another thread, once at
   * most.
   */
  static final String ATTRIBUTE = "dev.pharos.http.departure";

  /** From when on a request is one that takes long. */
  private static final long LONG_MILLIS = 250;

  private final Scheduler scheduler;
  private final Set<Departure> young = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean ticking = new AtomicBoolean();

  Departures(Scheduler scheduler) {
    this.scheduler = scheduler;
  }

  /** Offers the application to be told. */
  Departure offer(Request request) {
    Departure departure =
        new Departure(request.getConnectionMetaData().getConnection().getEndPoint(), this);
    Consumer<Runnable> wanted = departure::tell;
    request.setAttribute(ATTRIBUTE, wanted);
    return departure;
  }

  void add(Departure departure) {
    young.add(departure);
    tick();
  }

  void remove(Departure departure) {
    young.remove(departure);
  }

  private void tick() {
    if (ticking.compareAndSet(false, true)) {
      scheduler.schedule(this::look, LONG_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private void look() {
    long now = System.nanoTime();
    List<Departure> old =
        young.stream()
            .filter(one -> now - one.sinceNanos() >= TimeUnit.MILLISECONDS.toNanos(LONG_MILLIS))
            .toList();
    old.forEach(young::remove);
    old.forEach(Departure::watch);
    ticking.set(false);
    if (!young.isEmpty()) {
      tick();
    }
  }
}

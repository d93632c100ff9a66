package dev.pharos.query.promql;

import dev.pharos.identity.api.Access;
import dev.pharos.query.api.QueryEngine.Running;
import dev.pharos.query.api.QueryException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** The queries that run or wait for their turn. Safe for use by several threads. */
final class RunningQueries {

  private record Entry(Running running, Access access) {}

  private final Semaphore turns;
  private final InstantSource clock;
  private final AtomicLong numbers = new AtomicLong();
  private final Map<Long, Entry> entries = new ConcurrentHashMap<>();

  RunningQueries(int maxConcurrency, InstantSource clock) {
    this.turns = new Semaphore(maxConcurrency, true);
    this.clock = clock;
  }

  /** A query's turn; closing it lets the next one in. */
  final class Ticket implements AutoCloseable {
    private final long number;

    private Ticket(long number) {
      this.number = number;
    }

    @Override
    public void close() {
      entries.remove(number);
      turns.release();
    }
  }

  /**
   * Waits for a turn.
   *
   * @throws QueryException if the time allowed passes, or the thread is interrupted
   */
  Ticket enter(Access access, String query) throws QueryException {
    try {
      Duration remaining = access.remaining();
      boolean entered =
          remaining == null
              ? acquire()
              : turns.tryAcquire(remaining.toNanos(), TimeUnit.NANOSECONDS);
      if (!entered) {
        throw new QueryException(QueryException.Kind.TIMEOUT, "query timed out in query queue");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new QueryException(
          QueryException.Kind.CANCELLED, "query was canceled in query queue", e);
    }
    long number = numbers.incrementAndGet();
    Running running =
        new Running(access.queryId(), query, access.principal().name(), clock.millis());
    entries.put(number, new Entry(running, access));
    return new Ticket(number);
  }

  private boolean acquire() throws InterruptedException {
    turns.acquire();
    return true;
  }

  int size() {
    return entries.size();
  }

  List<Running> list() {
    return entries.values().stream()
        .map(Entry::running)
        .sorted(Comparator.comparingLong(Running::startedMillis))
        .toList();
  }

  boolean cancel(String id, String reason) {
    boolean found = false;
    for (Entry entry : entries.values()) {
      if (entry.running().id().equals(id)) {
        entry.access().cancel(reason);
        found = true;
      }
    }
    return found;
  }

  void cancelAll(String reason) {
    entries.values().forEach(entry -> entry.access().cancel(reason));
  }
}
